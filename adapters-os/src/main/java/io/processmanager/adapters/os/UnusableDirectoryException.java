package io.processmanager.adapters.os;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A directory in which output cannot be kept. The message names it and says what to do.
 *
 * <p><b>Source.</b> {@link LinuxPorts.Builder#open}.
 */
public final class UnusableDirectoryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Path directory;

  UnusableDirectoryException(Path directory, String why, @Nullable Throwable cause) {
    super("output cannot be kept in " + directory + ": " + why, cause);
    this.directory = directory;
  }

  /** {@return the directory} */
  public Path directory() {
    return directory;
  }
}
