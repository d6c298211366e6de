package io.processmanager.ports.contract;

import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.outbound.OutboundPorts;
import io.processmanager.ports.outbound.OutputStorage.OutputRead;
import io.processmanager.ports.outbound.ProcessLauncher;
import io.processmanager.ports.outbound.ProcessRef;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What the rules need of the launcher under test, and the steps that they share. */
public interface ProcessLauncherHarness {

  /** How long anything that must happen may take on a busy machine, in seconds. */
  long BOUND_SECONDS = 30;

  /** The ports under test, opened for this rule alone. */
  OutboundPorts ports();

  /** The launcher under test. */
  default ProcessLauncher processes() {
    return ports().processes();
  }

  /** A process with the job that names its output. */
  record Launched(JobId job, ProcessRef process) {}

  /** Launches a process for a new job. */
  default Launched launch(JobSpec spec) {
    JobId job = new JobId(UUID.randomUUID());
    return new Launched(job, processes().launch(job, SOMEBODY, spec));
  }

  /** Launches a script of the POSIX shell. */
  default Launched launchShell(String script) {
    return launch(JobSpec.of("sh", "-c", script));
  }

  /** Waits for a stage, with a bound. */
  default <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(BOUND_SECONDS, TimeUnit.SECONDS);
  }

  /** Waits for the leader's end. */
  default Exit awaitExit(Launched launched) throws Exception {
    return await(processes().onExit(launched.process())).exit();
  }

  /** An orphan that was killed stays a zombie until the system's init has reaped it. */
  default void awaitDeath(long pid) throws Exception {
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    if (process.isPresent()) {
      process.get().onExit().get(BOUND_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Waits until the output has ended. */
  default OutputLog awaitEnd(Launched launched) throws Exception {
    awaitGrowth(launched, OutputLog::hasEnded);
    return ports().storage().log(launched.job());
  }

  /** Waits until the output contains {@code text}, and returns all of it. */
  default String awaitText(Launched launched, String text) throws Exception {
    awaitGrowth(launched, log -> textOf(launched).contains(text) || log.hasEnded());
    String seen = textOf(launched);
    if (!seen.contains(text)) {
      throw new AssertionError("the output ended without '" + text + "' but with: " + seen);
    }
    return seen;
  }

  /** Waits until the output is as wanted. */
  default void awaitGrowth(Launched launched, Predicate<OutputLog> wanted) throws Exception {
    OutputLog log = ports().storage().log(launched.job());
    while (!wanted.test(log)) {
      CompletableFuture<Boolean> grown = new CompletableFuture<>();
      ports().storage().onGrowth(launched.job(), log.endOffset(), () -> grown.complete(true));
      await(grown);
      log = ports().storage().log(launched.job());
    }
  }

  /** All that is there of the output now; nothing of it may have been dropped. */
  default String textOf(Launched launched) {
    return new String(bytesOf(launched), StandardCharsets.UTF_8);
  }

  /** All that is there of the output now; nothing of it may have been dropped. */
  default byte[] bytesOf(Launched launched) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (ports().storage().read(launched.job(), all.size(), 1 << 16)
            instanceof OutputRead.Item item
        && item.item() instanceof OutputItem.Chunk chunk) {
      byte[] bytes = new byte[chunk.data().remaining()];
      chunk.data().get(bytes);
      all.writeBytes(bytes);
    }
    return all.toByteArray();
  }
}
