package io.processmanager.worker;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.OutputReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Has the packaged worker run jobs and send their output, and keeps what its JVM has learned in a
 * cache beside the jars: classes that are loaded and linked, and which code is worth compiling (JEP
 * 483, 514 and 515). A part of the build: the worker listens sooner with it, and compiles less
 * while its first clients wait.
 */
final class Rehearsal {

  private static final Path HOME = Path.of("target/dist").toAbsolutePath();
  private static final Path LAUNCHER = HOME.resolve("bin/process-manager-worker");
  private static final String CACHE = "process-manager-worker.aot";
  private static final String RECORD = "process-manager-worker.aotconf";

  /** So many as it takes until what a start takes has been found worth compiling. */
  private static final int SHORT_JOBS = 300;

  private static final String OUTPUT_BYTES = "402653184";

  private Rehearsal() {}

  /** Makes the cache. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory("rehearsal");
    try {
      record(directory);
      create(directory);
    } finally {
      delete(directory);
    }
  }

  private static void record(Path directory) throws Exception {
    String options = "-XX:AOTMode=record -XX:AOTConfiguration=" + RECORD;
    try (WorkerProcess worker = WorkerProcess.start(LAUNCHER, directory, options);
        GrpcJobs jobs = worker.connect()) {
      for (int i = 0; i < SHORT_JOBS; i++) {
        jobs.run(JobSpec.of("echo", Integer.toString(i)));
      }
      JobId printing = jobs.start(JobSpec.of("head", "-c", OUTPUT_BYTES, "/dev/zero")).id();
      jobs.awaitExit(printing);
      read(jobs, printing);
      JobId sleeping = jobs.start(JobSpec.of("sleep", "60")).id();
      jobs.status(sleeping);
      jobs.list(JobQuery.visible());
      jobs.stop(sleeping);
    }
  }

  private static void read(Jobs jobs, JobId job) throws InterruptedException {
    try (OutputReader reader = jobs.openOutput(job, OutputQuery.all())) {
      Optional<OutputItem> item = reader.next();
      while (item.isPresent()) {
        item = reader.next();
      }
    }
  }

  /** Not in one step: that has the JVM hand its options to another one in a form without spaces. */
  private static void create(Path directory) throws IOException, InterruptedException {
    ProcessBuilder program =
        new ProcessBuilder(LAUNCHER.toString()).directory(directory.toFile()).inheritIO();
    program
        .environment()
        .put(
            "PROCESS_MANAGER_WORKER_JAVA_OPTS",
            "-XX:AOTMode=create -XX:AOTConfiguration=" + RECORD + " -XX:AOTCache=" + CACHE);
    int exit = program.start().waitFor();
    if (exit != 0 || Files.notExists(directory.resolve(CACHE))) {
      throw new IllegalStateException("the JVM has made no cache and exited with " + exit);
    }
    Files.move(directory.resolve(CACHE), HOME.resolve("lib").resolve(CACHE));
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
