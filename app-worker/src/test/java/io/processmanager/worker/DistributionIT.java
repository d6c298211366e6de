package io.processmanager.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged worker with the JVM that its launcher starts. */
class DistributionIT {

  private static final Path LAUNCHER =
      Path.of("target/dist/bin/process-manager-worker").toAbsolutePath();

  @TempDir private Path directory;

  @Test
  void classesComeFromTheCache() throws Exception {
    WorkerProcess.start(LAUNCHER, directory, "-Xlog:class+load:file=classes").close();

    assertThat(Files.readString(directory.resolve("classes")))
        .contains("io.processmanager.worker.ProcessManagerWorker source: shared objects file")
        .contains("io.netty.handler.ssl.SslHandler source: shared objects file");
  }

  @Test
  void cacheThatDoesNotSuitAnOptionIsDoneWithoutSilently() throws Exception {
    WorkerProcess.start(LAUNCHER, directory, "-XX:+UseZGC").close();

    assertThat(log()).contains("listening on").doesNotContain("[warning]");
  }

  @Test
  void jvmLeavesTheDescriptorLimitToTheWorkerAndEndsForWantOfMemory() throws Exception {
    WorkerProcess.start(LAUNCHER, directory, "-XX:+PrintFlagsFinal").close();

    assertThat(log())
        .containsPattern(" MaxFDLimit += false ")
        .containsPattern(" ExitOnOutOfMemoryError += true ");
  }

  @Test
  void threadsAreDumpedToTheLogAndNotToStdout() throws Exception {
    WorkerProcess worker = WorkerProcess.start(LAUNCHER, directory);
    Process kill = new ProcessBuilder("kill", "-QUIT", Long.toString(worker.pid())).start();
    assertThat(kill.waitFor()).isZero();

    // The JVM hears its signals one after the other, so the dump is whole when it has ended.
    worker.close();

    assertThat(log()).contains("Full thread dump");
  }

  private String log() throws Exception {
    return Files.readString(directory.resolve("worker.log"));
  }
}
