package io.processmanager.adapters.grpc.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user that this process runs as, and the users that it can tell apart. */
public final class ThisProcess {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path UID_MAP = Path.of("/proc/self/uid_map");
  private static final Path OVERFLOW_UID = Path.of("/proc/sys/fs/overflowuid");
  private static final long USUAL_OVERFLOW_UID = 65_534;
  private static final int MOST_BYTES = 64;

  private ThisProcess() {}

  /**
   * The number of the user whose rights it has. That of its directory in {@code /proc} is another
   * one where the process may not be traced; proc_pid(5).
   */
  public static long uid() {
    try {
      for (String line : Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1)) {
        if (line.startsWith("Uid:")) {
          return Long.parseLong(line.split("\\s+", -1)[2]);
        }
      }
      throw new IOException(STATUS + " names no user");
    } catch (IOException noProc) {
      throw new UncheckedIOException(noProc);
    }
  }

  /** What the kernel says of a user that has no number here; user_namespaces(7). */
  public static long overflowUid() {
    // In one read: a second one finds the end, and Files.readString begins with a byte.
    try (InputStream file = Files.newInputStream(OVERFLOW_UID)) {
      String text = new String(file.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII);
      return Long.parseLong(text.strip());
    } catch (IOException | NumberFormatException noProc) {
      return USUAL_OVERFLOW_UID;
    }
  }

  /**
   * Whether there are users without a number here, as in a container of a user who is not root:
   * what is theirs outside seems to belong to the overflow uid then.
   */
  static boolean isInPartialNamespace() {
    try {
      return !Files.readString(UID_MAP, StandardCharsets.US_ASCII)
          .strip()
          .matches("0\\s+0\\s+4294967295");
    } catch (IOException noProc) {
      return false;
    }
  }
}
