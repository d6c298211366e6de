package io.processmanager.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.owner.Caller;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.outbound.Audit.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LogAuditTest {

  private static final JobId JOB = JobId.parse("123e4567-e89b-42d3-a456-426614174000");
  private static final Owner ALICE = new Owner("CN=alice");
  private static final JobState.Running RUNNING = new JobState.Running(Instant.EPOCH);
  private static final JobSpec SPEC =
      JobSpec.of("echo", "say \"hi\"").withEnvironment("TOKEN", "secret");

  static Stream<Arguments> eventsAndTheirLines() {
    Job job = new Job(JOB, ALICE, SPEC, RUNNING);
    Job ended =
        job.in(
            new JobState.Ended(
                Instant.EPOCH, Instant.EPOCH, new Exit.Exited(3), new EndCause.Stopped(ALICE)));
    Job timedOut =
        job.in(
            new JobState.Ended(
                Instant.EPOCH,
                Instant.EPOCH,
                new Exit.Signaled(Signal.TERM, false),
                new EndCause.TimedOut(Duration.ofMinutes(10), false)));
    return Stream.of(
        Arguments.of(
            new Event.Started(job, 42),
            "started job=ID owner=\"CN=alice\" pid=42 command=\"echo say \\\"hi\\\"\""
                + " environment=\"TOKEN\""),
        Arguments.of(
            new Event.NotStarted(Caller.user("CN=alice"), JobSpec.of("nope"), "no nope"),
            "not-started by=\"CN=alice\" command=\"nope\" reason=\"no nope\""),
        Arguments.of(
            new Event.StopRequested(Caller.admin("CN=root"), JOB, Duration.ofSeconds(3)),
            "stop-requested job=ID by=\"CN=root\" role=admin grace=PT3S"),
        Arguments.of(
            new Event.RunTimeOver(JOB, Duration.ofMinutes(10)), "run-time-over job=ID limit=PT10M"),
        Arguments.of(
            new Event.SignalSent(Caller.user("CN=alice"), JOB, Signal.HUP),
            "signal-sent job=ID by=\"CN=alice\" signal=SIGHUP"),
        Arguments.of(
            new Event.Ended(ended),
            "ended job=ID exit=\"exited with code 3\" cause=\"stopped by CN=alice\""),
        Arguments.of(
            new Event.Ended(timedOut),
            "ended job=ID exit=\"ended by signal 15 (SIGTERM)\" cause=\"timed out after PT10M\""),
        Arguments.of(
            new Event.AccessRefused(Caller.user("CN=bob"), JOB, "status"),
            "access-refused job=ID by=\"CN=bob\" operation=\"status\""));
  }

  @ParameterizedTest
  @MethodSource("eventsAndTheirLines")
  void eachEventIsOneLineThatSaysWhoDidWhat(Event event, String line) {
    assertThat(LogAudit.line(event)).isEqualTo(line.replace("ID", JOB.toString()));
  }

  @Test
  void valuesOfTheEnvironmentAreNeverWritten() {
    String line = LogAudit.line(new Event.NotStarted(Caller.user("CN=alice"), SPEC, "why"));

    assertThat(line).contains("TOKEN").doesNotContain("secret");
  }

  @Test
  void aVeryLongCommandIsCut() {
    JobSpec spec = JobSpec.of("echo", "x".repeat(100_000));

    String line = LogAudit.line(new Event.NotStarted(Caller.user("CN=alice"), spec, "why"));

    assertThat(line).hasSizeLessThan(1000).contains("...").endsWith("reason=\"why\"");
  }
}
