package io.processmanager.adapters.os.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.processmanager.adapters.os.CgroupUse;
import io.processmanager.adapters.os.LinuxPorts;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Thoroughness;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.RunResult;
import io.processmanager.ports.inbound.StopOutcome;
import io.processmanager.ports.outbound.OutboundPorts;
import io.processmanager.ports.usecase.LocalJobs;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is told of a process's end, and what a stop leaves of it. */
final class EndComparisonTest extends ComparisonTest {

  /** Both numbers are there when the orphan has lost its parent and its environment. */
  private static final String ORPHAN =
      "(setsid env -i sh -c 'echo $$ > orphan; exec sleep 600' &); echo $$ > leader;"
          + " exec sleep 600";

  @ParameterizedTest
  @CsvSource({
    "PROCESS_BUILDER, 143, 143, 15",
    "COMMONS_EXEC, 143, 143, 15",
    "ZT_EXEC, 143, 143, 15",
    "NU_PROCESS, 15, 143, 15",
    "PROCESS_MANAGER, ended by signal 15 (SIGTERM), exited with code 143, exited with code 15"
  })
  void deathBySignalIsToldFromAnExitCode(
      Contender contender, String death, String exit143, String exit15) throws Exception {
    try (Contender.Runner runner = contender.open()) {
      assertThat(await(runner.shell("kill -TERM $$").exit())).isEqualTo(death);
      assertThat(await(runner.shell("exit 143").exit())).isEqualTo(exit143);
      assertThat(await(runner.shell("exit 15").exit())).isEqualTo(exit15);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PROCESS_BUILDER, true",
    "COMMONS_EXEC, true",
    "ZT_EXEC, true",
    "NU_PROCESS, true",
    "PROCESS_MANAGER, false"
  })
  void childrenSurviveAStop(Contender contender, boolean survive) throws Exception {
    try (Contender.Runner runner = contender.open()) {
      Contender.Running tree =
          runner.start(
              directory(),
              "sh",
              "-c",
              "echo $$ > leader; sleep 600 & echo $! > child; setsid sleep 600 & echo $! > other;"
                  + " wait");
      long leader = pidIn("leader");
      long child = pidIn("child");
      long other = pidIn("other");

      tree.stop().run();
      awaitEnd(leader);

      assertThat(isAlive(child)).isEqualTo(survive);
      assertThat(isAlive(other)).isEqualTo(survive);
    }
  }

  @ParameterizedTest
  @EnumSource(Contender.class)
  void orphanThatLeftTheSessionIsFoundByUsOnly(Contender contender) throws Exception {
    try (Contender.Runner runner = contender.open()) {
      Contender.Running tree =
          runner.start(
              directory(),
              "sh",
              "-c",
              "(setsid sleep 600 & echo $! > orphan); echo $$ > leader; exec sleep 600");
      long orphan = pidIn("orphan");
      long leader = pidIn("leader");
      ProcessHandle.of(leader).orElseThrow().descendants().forEach(ProcessHandle::destroyForcibly);

      tree.stop().run();
      awaitEnd(leader);

      assertThat(isAlive(orphan)).isEqualTo(contender != Contender.PROCESS_MANAGER);
    }
  }

  @ParameterizedTest
  @EnumSource(Contender.class)
  void orphanThatDroppedItsEnvironmentIsFoundByCgroupsOnly(Contender contender) throws Exception {
    boolean found = contender == Contender.PROCESS_MANAGER;
    assumeTrue(!found || haveCgroups(), "no cgroup v2 hierarchy that can be written to");
    try (Contender.Runner runner = contender.open()) {
      Contender.Running tree = startWithAnOrphanOfNoEnvironment(runner);
      long orphan = pidIn("orphan");
      long leader = pidIn("leader");

      tree.stop().run();
      awaitEnd(leader);

      assertThat(isAlive(orphan)).isEqualTo(!found);
    }
  }

  private static boolean haveCgroups() {
    try (LinuxPorts ports = LinuxPorts.builder().open()) {
      return ports.selfTestReport().contains("contained by cgroups");
    }
  }

  @Test
  void withoutCgroupsThatOrphanSurvivesAndTheStopSaysBestEffort() throws Exception {
    OutboundPorts search = LinuxPorts.builder().cgroups(CgroupUse.NONE).open();
    try (LocalJobs local = LocalJobs.over(search)) {
      Jobs jobs = local.forCaller(Caller.user("alice"));
      JobSpec spec = JobSpec.of("sh", "-c", ORPHAN).withWorkingDirectory(directory().toString());
      Job job = jobs.start(spec);
      long orphan = pidIn("orphan");
      long leader = pidIn("leader");

      StopOutcome outcome = jobs.stop(job.id(), Duration.ZERO);
      awaitEnd(leader);

      assertThat(isAlive(orphan)).isTrue();
      assertThat(outcome.thoroughness()).isEqualTo(Thoroughness.BEST_EFFORT);
    }
  }

  private Contender.Running startWithAnOrphanOfNoEnvironment(Contender.Runner runner)
      throws Exception {
    return runner.start(directory(), "sh", "-c", ORPHAN);
  }

  @ParameterizedTest
  @CsvSource({
    "PROCESS_BUILDER, true, false",
    "COMMONS_EXEC, false, false",
    "ZT_EXEC, false, false",
    "NU_PROCESS, false, false",
    "PROCESS_MANAGER, true, true"
  })
  void backgroundChildThatHoldsTheOutputHoldsUpNeitherExitNorOutput(
      Contender contender, boolean exitTold, boolean outputEnds) throws Exception {
    try (Contender.Runner runner = contender.open()) {
      // Whoever reads waits for more by the time the shell exits.
      Contender.Running daemon =
          runner.start(
              directory(), "sh", "-c", "echo up; sleep 600 & echo $! > child; sleep 0.5; exit 0");
      long child = pidIn("child");

      assertThat(isTold(daemon.exit(), exitTold)).isEqualTo(exitTold);
      assertThat(isTold(daemon.output(), outputEnds)).isEqualTo(outputEnds);

      ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
      assertThat(await(daemon.output())).isEqualTo("up\n");
      assertThat(await(daemon.exit())).endsWith("0");
    }
  }

  @Test
  void outputThatABackgroundChildHoldsSaysThatItWasCutOff() throws Exception {
    try (LocalJobs local = LocalJobs.open()) {
      RunResult run = local.jobs().run(JobSpec.of("sh", "-c", "echo up; sleep 600 & exit 0"));

      assertThat(run.output().text()).isEqualTo("up\n");
      assertThat(run.output().isCutOff()).isTrue();
    }
  }

  /** What is held up is so for minutes. */
  private static boolean isTold(CompletableFuture<String> answer, boolean expected)
      throws Exception {
    try {
      answer.get(expected ? BOUND.toSeconds() : 2, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException heldUp) {
      return false;
    }
  }
}
