package io.processmanager.adapters.os;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.usecase.LocalJobs;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Embedded jobs beside others in the same JVM: those of the JDK, and further ones of ours. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class NeighboursTest {

  private static final long BOUND_SECONDS = 60;
  private static final int MANY = 60;
  private static final Caller ALICE = Caller.user("alice");

  @Test
  void exitsOfTheJdksProcessesAndOfJobsReachWhomTheyBelongTo() throws Exception {
    try (LocalJobs local = LocalJobs.open()) {
      Jobs jobs = local.forCaller(ALICE);
      List<CompletableFuture<Integer>> theirs = new ArrayList<>();
      List<CompletableFuture<Exit>> ours = new ArrayList<>();

      for (int i = 0; i < MANY; i++) {
        Process process = shell("exit " + i);
        theirs.add(process.onExit().thenApply(Process::exitValue));
        Job job = jobs.start(JobSpec.of("sh", "-c", "exit " + (i + 100)));
        ours.add(jobs.onExit(job.id()).toCompletableFuture().thenApply(end -> end.exit()));
      }

      for (int i = 0; i < MANY; i++) {
        assertThat(theirs.get(i).get(BOUND_SECONDS, TimeUnit.SECONDS)).isEqualTo(i);
        assertThat(ours.get(i).get(BOUND_SECONDS, TimeUnit.SECONDS))
            .isEqualTo(new Exit.Exited(i + 100));
      }
    }
  }

  private static Process shell(String script) throws IOException {
    return new ProcessBuilder("sh", "-c", script).start();
  }

  @Test
  void closeTouchesNoProcessOfTheJdk() throws Exception {
    Process theirs = shell("exec sleep 600");
    try (LocalJobs local = LocalJobs.open()) {
      local.forCaller(ALICE).start(JobSpec.of("sleep", "600"));
    }

    assertThat(theirs.isAlive()).isTrue();
    assertThat(theirs.destroyForcibly().waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(theirs.exitValue()).isEqualTo(128 + Signal.KILL.number());
  }

  @Test
  void handleOfTheJdkOnALeaderWaitsForItAndTakesNoExitAway() throws Exception {
    try (LocalJobs local = LocalJobs.open()) {
      Jobs jobs = local.forCaller(ALICE);
      Job job = jobs.start(JobSpec.of("sh", "-c", "sleep 0.3; exit 9"));
      long pid = ((ProcessStatus.Alive) jobs.status(job.id()).process()).pid();

      ProcessHandle leader = ProcessHandle.of(pid).orElseThrow();
      CompletableFuture<ProcessHandle> seen = leader.onExit();

      assertThat(jobs.awaitExit(job.id()).exit()).isEqualTo(new Exit.Exited(9));
      assertThat(seen.get(BOUND_SECONDS, TimeUnit.SECONDS)).isEqualTo(leader);
    }
  }

  @Test
  void jobsOfOneInstanceAreUnknownToTheOtherAndSurviveItsClose() throws Exception {
    try (LocalJobs one = LocalJobs.open()) {
      Jobs ones = one.forCaller(ALICE);
      Job stays = ones.start(JobSpec.of("sh", "-c", "sleep 0.5; echo done; exit 4"));
      try (LocalJobs other = LocalJobs.open()) {
        Jobs others = other.forCaller(ALICE);
        others.start(JobSpec.of("sleep", "600"));

        assertThatExceptionOfType(JobsException.NotFound.class)
            .isThrownBy(() -> others.status(stays.id()));
        assertThat(others.list(JobQuery.visible()).jobs()).hasSize(1);
        assertThat(ones.list(JobQuery.visible()).jobs()).hasSize(1);
      }

      assertThat(ones.awaitExit(stays.id()).exit()).isEqualTo(new Exit.Exited(4));
      try (var output = ones.openOutput(stays.id(), OutputQuery.all()).asInputStream()) {
        assertThat(new String(output.readAllBytes(), UTF_8)).isEqualTo("done\n");
      }
    }
  }

  @Test
  void limitsOfOneInstanceAreNotThoseOfTheOther() throws Exception {
    OutputLimits small = new OutputLimits(64 * 1024, 64 * 1024);
    try (LocalJobs little = LocalJobs.builder().outputLimits(small).open();
        LocalJobs roomy = LocalJobs.open()) {
      assertThat(keptOfAMebibyte(little)).isLessThanOrEqualTo(64 * 1024);
      assertThat(keptOfAMebibyte(roomy)).isEqualTo(1 << 20);
    }
  }

  private static long keptOfAMebibyte(LocalJobs local) throws Exception {
    Jobs jobs = local.forCaller(ALICE);
    Job job = jobs.start(JobSpec.of("head", "-c", Integer.toString(1 << 20), "/dev/zero"));
    jobs.awaitExit(job.id());
    var output = jobs.status(job.id()).output();
    assertThat(output.endOffset()).isEqualTo(1 << 20);
    return output.endOffset() - output.firstOffset();
  }

  @Test
  void engineThreadsTakeOverNothingOfTheThreadThatHappensToStartThem() throws Exception {
    InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
    inherited.set("the caller's");
    ClassLoader own = new ClassLoader() {};
    Thread.currentThread().setContextClassLoader(own);
    try (LocalJobs local = LocalJobs.open()) {
      Jobs jobs = local.forCaller(ALICE);
      Job job = jobs.start(JobSpec.of("sleep", "0.2"));

      CompletableFuture<List<String>> seen =
          jobs.onExit(job.id())
              .thenApply(
                  end ->
                      List.of(
                          String.valueOf(inherited.get()),
                          String.valueOf(
                              own.equals(Thread.currentThread().getContextClassLoader())),
                          String.valueOf(Thread.currentThread().isDaemon())))
              .toCompletableFuture();

      assertThat(seen.get(BOUND_SECONDS, TimeUnit.SECONDS))
          .containsExactly("null", "false", "true");
    }
  }

  @Test
  void closedTwiceAndOpenedAgainItWorksAsBefore() throws Exception {
    for (int round = 0; round < 3; round++) {
      LocalJobs local = LocalJobs.open();
      Jobs jobs = local.forCaller(ALICE);
      Job job = jobs.start(JobSpec.of("sh", "-c", "exit " + round));

      assertThat(jobs.awaitExit(job.id(), Duration.ofSeconds(BOUND_SECONDS)).orElseThrow().exit())
          .isEqualTo(new Exit.Exited(round));
      local.close();
      local.close();
    }
  }
}
