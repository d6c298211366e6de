package io.processmanager.cli.command;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.StopReason;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.inbound.JobStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Values that the tests of the commands share. */
final class Samples {

  static final String ID = "123e4567-e89b-42d3-a456-426614174000";
  static final JobId JOB = JobId.parse(ID);
  static final Owner ALICE = new Owner("CN=alice");
  static final Owner ROOT = new Owner("CN=root");
  static final Instant START = Instant.parse("2026-11-01T10:00:00.250Z");
  static final Instant END = Instant.parse("2026-11-01T10:00:09Z");

  private Samples() {}

  static Job running() {
    return new Job(JOB, ALICE, JobSpec.of("ping", "1.1.1.1"), new JobState.Running(START));
  }

  static Job running(String id) {
    return new Job(JobId.parse(id), ALICE, JobSpec.of("ping"), new JobState.Running(START));
  }

  static JobState.Ended exited(int code) {
    return new JobState.Ended(START, END, new Exit.Exited(code), new EndCause.ByItself());
  }

  static JobState.Ended signaled(Signal signal, EndCause cause) {
    return new JobState.Ended(START, END, new Exit.Signaled(signal, false), cause);
  }

  static JobState.Stopping stopping(StopReason reason) {
    return new JobState.Stopping(START, END, reason, Duration.ofMillis(1500));
  }

  static JobStatus status() {
    ProcessStatus.Alive process =
        new ProcessStatus.Alive(
            4711,
            "nobody",
            20,
            5,
            10_485_760,
            2_097_152,
            1_048_576,
            'S',
            12.5,
            0.25,
            Duration.ofMillis(1_250),
            3,
            List.of("ping", "1.1.1.1"));
    return new JobStatus(running(), new OutputLog(100, 5_000, 0, OutputCompletion.OPEN), process);
  }

  static JobStatus status(JobState state) {
    return status(running().in(state));
  }

  static JobStatus status(Job job) {
    return new JobStatus(
        job, new OutputLog(0, 12, 0, OutputCompletion.COMPLETE), new ProcessStatus.Gone());
  }

  static OutputItem chunk(long offset, String text) {
    return new OutputItem.Chunk(offset, StandardCharsets.UTF_8.encode(text));
  }

  static OutputItem end(long offset, JobState.Ended end) {
    return new OutputItem.End(offset, OutputCompletion.COMPLETE, end);
  }
}
