package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.processmanager.adapters.os.libc.Spawn;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.usecase.LocalJobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads of this process that have nothing to do with jobs sleep on while jobs end. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class UndisturbedThreadsTest {

  private static final int SLEEPERS = 16;
  private static final int JOBS = 400;
  private static final int WARM_UP = 8;

  private final CountDownLatch over = new CountDownLatch(1);
  private final List<Path> sleepers = new ArrayList<>();

  @AfterEach
  void wakeSleepers() {
    over.countDown();
  }

  /** signal(7): a SIGCHLD that nobody handles wakes nobody, unless its thread has it blocked. */
  @Test
  void endsOfJobsWakeNoOtherThread() throws Exception {
    sleepers.add(firstThread());
    for (int i = 0; i < SLEEPERS; i++) {
      sleepers.add(sleeper());
    }
    try (LocalJobs local = LocalJobs.open()) {
      assumeTrue(Spawn.cloneCall(true).equals("clone3"), "clone3(2) is not to be had here");
      Jobs jobs = local.forCaller(Caller.user("test"));
      runAtOnce(jobs, WARM_UP);
      List<Long> before = timesAsleep();

      runAtOnce(jobs, JOBS);

      assertThat(timesAsleep()).isEqualTo(before);
    }
  }

  private static void runAtOnce(Jobs jobs, int count) {
    List<JobId> begun = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      begun.add(jobs.start(JobSpec.of("true")).id());
    }
    CompletableFuture.allOf(
            begun.stream()
                .map(job -> jobs.onExit(job).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new))
        .join();
  }

  /** The one that java(1) begins with, which waits for the end of the one that runs main. */
  private static Path firstThread() {
    String process = Long.toString(ProcessHandle.current().pid());
    return Path.of("/proc", process, "task", process);
  }

  /** Returns where proc(5) tells of a thread that waits for the test's end. */
  private Path sleeper() throws Exception {
    CompletableFuture<Path> directory = new CompletableFuture<>();
    Thread thread = Thread.ofPlatform().daemon().start(() -> sleep(directory));
    Path told = directory.get();
    while (thread.getState() != Thread.State.WAITING || !field(told, "State").startsWith("S")) {
      Thread.onSpinWait();
    }
    return told;
  }

  private void sleep(CompletableFuture<Path> directory) {
    try {
      directory.complete(Path.of("/proc/thread-self").toRealPath());
      over.await();
    } catch (IOException | InterruptedException failure) {
      directory.completeExceptionally(failure);
    }
  }

  private List<Long> timesAsleep() throws IOException {
    List<Long> times = new ArrayList<>();
    for (Path sleeper : sleepers) {
      times.add(Long.parseLong(field(sleeper, "voluntary_ctxt_switches")));
    }
    return times;
  }

  private static String field(Path thread, String name) throws IOException {
    return Files.readAllLines(thread.resolve("status")).stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElseThrow();
  }
}
