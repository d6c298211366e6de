package io.processmanager.adapters.os;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Files under {@code /proc}. */
final class ProcFile {

  private ProcFile() {}

  /**
   * The whole file as UTF-8; empty if it is not there, or no longer: a process that goes between
   * open and read shows as ESRCH.
   *
   * <p>A stream, as channels give up when the thread is interrupted, and that would pass for gone.
   *
   * @throws UncheckedIOException it is there and cannot be read, as without a free descriptor
   */
  static Optional<String> read(Path file) {
    try (InputStream in = new FileInputStream(file.toFile())) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException failure) {
      if (Files.exists(file)) {
        throw new UncheckedIOException(file + " cannot be read", failure);
      }
      return Optional.empty();
    }
  }
}
