package io.processmanager.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** What the kernel knows of TCP connections; proc_pid_net(5). */
final class Connections {

  private static final String ESTABLISHED = "01";

  private Connections() {}

  /** How many connections a local server at {@code port} has. */
  static long establishedTo(int port) {
    String local = String.format(Locale.ROOT, ":%04X", port);
    return Stream.of("/proc/self/net/tcp", "/proc/self/net/tcp6")
        .flatMap(Connections::lines)
        .map(line -> line.strip().split("\\s+"))
        .filter(fields -> fields[1].endsWith(local) && fields[3].equals(ESTABLISHED))
        .count();
  }

  private static Stream<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file)).stream();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
