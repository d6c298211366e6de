package io.processmanager.consumer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that was run to its end.
 *
 * @param exit its exit code
 * @param output what it printed on both streams
 */
record Program(int exit, String output) {

  private static final long LONGEST_MINUTES = 5;

  /** Runs a command, with what it prints in a file of {@code directory}. */
  static Program run(Path directory, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Path printed = Files.createTempFile(directory, "program", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
        throw new IllegalStateException(command + " has not ended: " + Files.readString(printed));
      }
      return new Program(process.exitValue(), Files.readString(printed));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** Runs a class of these tests on another JDK. */
  static Program run(Path directory, Jdk jdk, String classPath, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(jdk.java(), "-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    return run(directory, Map.of(), command);
  }
}
