package io.processmanager.benchmark;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A contender in a process of its own, which idles between its turns. */
final class ContenderProcess implements AutoCloseable {

  /** All that contenders and what they start have of the environment; the same for each. */
  private static final List<String> ENVIRONMENT = List.of("PATH", "HOME", "LANG");

  private final String name;
  private final Process process;
  private final Writer orders;
  private final BufferedReader answers;

  private ContenderProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    this.orders = process.outputWriter();
    this.answers = process.inputReader();
  }

  /** A program that takes {@code run} orders. */
  static ContenderProcess start(String name, List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(ENVIRONMENT);
    return new ContenderProcess(name, builder.start());
  }

  /**
   * A {@link Contender} in a JVM with the flags of this one.
   *
   * @param classPath a JVM keeps each file of it open in which it has looked for a class, as in a
   *     service with its libraries, and each child has to close them
   */
  static ContenderProcess startJvm(String name, String loop, String classPath) throws IOException {
    return start(name, JvmCommand.of(classPath, Contender.class, loop));
  }

  /** A class path of nothing but the contenders and the libraries that these classes are from. */
  static String classPathOf(Class<?>... ofLibraries) {
    return Stream.concat(Stream.of(Contender.class), Stream.of(ofLibraries))
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
        .map(place -> Path.of(URI.create(place.toString())).toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  String name() {
    return name;
  }

  /**
   * Has the contender run its program.
   *
   * @return nanoseconds for each of {@code count} runs
   */
  double nanosPerRun(int count, int inFlight) throws IOException {
    orders.write("run " + count + " " + inFlight + "\n");
    orders.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException(name + " has failed; stderr says why");
    }
    return Double.parseDouble(answer) / count;
  }

  /** CPU time that it and all its runs have taken so far. */
  double cpuSeconds() throws IOException {
    return ProcFiles.of(process.pid()).cpuSecondsWithChildren();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
