package io.processmanager.adapters.os.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.usecase.LocalJobs;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who gets what of a process's output, and in which order. */
final class OutputComparisonTest extends ComparisonTest {

  /** Two pipes are read one after the other, and nothing tells what was written first. */
  @ParameterizedTest
  @CsvSource({
    "PROCESS_BUILDER, 1",
    "COMMONS_EXEC, 2",
    "ZT_EXEC, 1",
    "NU_PROCESS, 2",
    "PROCESS_MANAGER, 1"
  })
  void stdoutAndStderrShareAPipeSoThatTheirOrderIsKept(Contender contender, int pipes)
      throws Exception {
    try (Contender.Runner runner = contender.open()) {
      String output =
          await(runner.shell("readlink /proc/$$/fd/1; readlink /proc/$$/fd/2").output());

      assertThat(output.lines().distinct()).hasSize(pipes);
    }
  }

  @ParameterizedTest
  @EnumSource(Contender.class)
  void allOutputOfAShortProcessIsDelivered(Contender contender) throws Exception {
    try (Contender.Runner runner = contender.open()) {
      Contender.Running running = runner.shell("head -c 60000 /dev/zero | tr '\\0' x");

      assertThat(await(running.output())).isEqualTo("x".repeat(60_000));
    }
  }

  @Test
  void streamOfTheJdkIsReadOnce() throws Exception {
    Process process = new ProcessBuilder("echo", "x").start();

    byte[] first = process.getInputStream().readAllBytes();
    byte[] second = process.getInputStream().readAllBytes();

    assertThat(new String(first, UTF_8)).isEqualTo("x\n");
    assertThat(second).isEmpty();
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void outputOfAJobIsReadByAnyNumberAndByThoseWhoComeLate() throws Exception {
    try (LocalJobs local = LocalJobs.open()) {
      Jobs jobs = local.forCaller(Caller.user("alice"));
      Job job = jobs.start(JobSpec.of("echo", "x"));

      for (String when : List.of("while it may run", "again")) {
        assertThat(read(jobs, job)).as(when).isEqualTo("x\n");
      }
      jobs.awaitExit(job.id());

      assertThat(read(jobs, job)).isEqualTo("x\n");
    }
  }

  private static String read(Jobs jobs, Job job) throws Exception {
    try (InputStream output = jobs.openOutput(job.id(), OutputQuery.all()).asInputStream()) {
      return new String(output.readAllBytes(), UTF_8);
    }
  }

  /** They offer to write to it; a job reads nothing. */
  @ParameterizedTest
  @CsvSource({
    "PROCESS_BUILDER, pipe",
    "COMMONS_EXEC, pipe",
    "ZT_EXEC, pipe",
    "NU_PROCESS, pipe",
    "PROCESS_MANAGER, /dev/null"
  })
  void stdinIsAPipeWithTheOthers(Contender contender, String stdin) throws Exception {
    try (Contender.Runner runner = contender.open()) {
      assertThat(await(runner.shell("readlink /proc/$$/fd/0").output())).startsWith(stdin);
    }
  }
}
