package io.processmanager.adapters.grpc.wire;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** What the path of a Unix socket may be. */
public final class SocketPath {

  /** {@code sun_path} has 108 bytes, the last of them for the NUL at the end; unix(7). */
  public static final int LONGEST_BYTES = 107;

  private SocketPath() {}

  /**
   * The path that {@code text} writes.
   *
   * @throws IllegalArgumentException it writes none, or one that is too long for a socket
   */
  public static Path parse(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("the path of a Unix socket is empty");
    }
    try {
      return checked(Path.of(text));
    } catch (InvalidPathException notAPath) {
      throw new IllegalArgumentException("'" + text + "' is not a path", notAPath);
    }
  }

  /**
   * {@code path}, which fits.
   *
   * @throws IllegalArgumentException it is too long for a socket
   */
  public static Path checked(Path path) {
    if (lengthBytes(path) > LONGEST_BYTES) {
      throw new IllegalArgumentException(
          "the path of a Unix socket may have "
              + LONGEST_BYTES
              + " bytes; "
              + path
              + " has "
              + lengthBytes(path));
    }
    return path;
  }

  /** How many bytes {@code path} takes. */
  public static int lengthBytes(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length;
  }
}
