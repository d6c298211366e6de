package io.processmanager.adapters.os;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A second JVM, for what cannot be changed in the one that runs the tests: its locale, its limits,
 * the descriptors and signals that it was started with.
 */
public final class ChildJvm {

  private static final long BOUND_SECONDS = 60;

  private ChildJvm() {}

  /**
   * Runs {@code main} with the class path of the tests.
   *
   * @param prelude what a POSIX shell does before the JVM's command line, such as {@code ulimit -n
   *     99; exec}
   * @return what it printed
   */
  public static String run(String prelude, Class<?> main, String... arguments) throws Exception {
    Process process = start(prelude, main, arguments);
    try {
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError("the other JVM failed: " + output);
      }
      return output;
    } finally {
      process.destroyForcibly();
    }
  }

  /** Starts {@code main} in the same way. Its stdout and stderr are one; the caller ends it. */
  public static Process start(String prelude, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c"));
    command.add(prelude + " \"$@\"");
    command.add("sh");
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:-MaxFDLimit", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
