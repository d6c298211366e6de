package io.processmanager.adapters.os;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Files under {@code /proc}. */
final class ProcFile {

  private ProcFile() {}

  /**
   * The whole file as UTF-8; empty if it cannot be read, which is how a process that has gone
   * shows: ENOENT, or ESRCH when it goes between open and read.
   *
   * <p>A stream, as channels give up when the thread is interrupted, and that would pass for gone.
   */
  static Optional<String> read(Path file) {
    try (InputStream in = new FileInputStream(file.toFile())) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }
}
