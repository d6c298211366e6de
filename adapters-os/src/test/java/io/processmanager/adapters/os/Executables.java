package io.processmanager.adapters.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Files with a mode. */
final class Executables {

  private Executables() {}

  /** Gives a file a mode, such as {@code rwxr-xr-x}. */
  static Path allow(Path file, String mode) throws IOException {
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  /** Writes a script of the POSIX shell that can be executed. */
  static Path script(Path file, String body) throws IOException {
    return allow(Files.writeString(file, "#!/bin/sh\n" + body + "\n"), "rwxr-xr-x");
  }
}
