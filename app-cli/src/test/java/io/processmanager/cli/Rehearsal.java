package io.processmanager.cli;

import io.processmanager.adapters.grpc.tls.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Has the packaged command line read a job's output from the packaged worker, and keeps what its
 * JVM has learned in a cache beside the jars: classes that are loaded and linked, and which code is
 * worth compiling (JEP 483, 514 and 515). A part of the build: the distribution starts in half the
 * time with it.
 */
final class Rehearsal {

  private static final Path LIBRARIES = Path.of("target/dist/lib").toAbsolutePath();
  private static final String CACHE = "process-manager.aot";
  private static final String RECORD = "process-manager.aotconf";

  /** As much as it takes until what is worth compiling has been. */
  private static final String JOB_BYTES = "402653184";

  private static final Map<String, String> ALL_IS_KEPT =
      Map.of("PROCESS_MANAGER_WORKER_OUTPUT_PER_JOB", "512MiB");

  private Rehearsal() {}

  /** Makes the cache. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory("rehearsal");
    try {
      TestPki pki = TestPki.create(directory);
      try (WorkerProcess worker = WorkerProcess.start(pki, directory, ALL_IS_KEPT)) {
        rehearse(new User(pki.client("rehearsal"), worker.address()));
      }
    } finally {
      delete(directory);
    }
  }

  private static void rehearse(User user) throws IOException, InterruptedException {
    String job = user.run("start", "head", "-c", JOB_BYTES, "/dev/zero").job();
    user.run("wait", job);
    // Not in one step: that has the JVM hand its options to another one in a form without spaces.
    output(user, job, "-XX:AOTMode=record -XX:AOTConfiguration=" + RECORD);
    output(
        user, job, "-XX:AOTMode=create -XX:AOTConfiguration=" + RECORD + " -XX:AOTCache=" + CACHE);
    Files.delete(LIBRARIES.resolve(RECORD));
    if (Files.notExists(LIBRARIES.resolve(CACHE))) {
      throw new IllegalStateException("the JVM has made no cache in " + LIBRARIES);
    }
  }

  /** Runs the command in the directory of the jars, with options for its JVM. */
  private static void output(User user, String job, String options)
      throws IOException, InterruptedException {
    ProcessBuilder program =
        user.program("output", job)
            .directory(LIBRARIES.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    program.environment().put("PROCESS_MANAGER_JAVA_OPTS", options);
    int exit = program.start().waitFor();
    if (exit != 0) {
      throw new IllegalStateException("with " + options + ", output exited with " + exit);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
