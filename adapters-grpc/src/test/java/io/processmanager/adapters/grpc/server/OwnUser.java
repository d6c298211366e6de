package io.processmanager.adapters.grpc.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user that the tests run as. */
final class OwnUser {

  private OwnUser() {}

  static long uid() {
    try {
      return Integer.toUnsignedLong(
          (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
