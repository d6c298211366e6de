package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Signal;
import io.processmanager.ports.inbound.StopOutcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Jobs that somebody kills who is not process-manager. */
final class OutsideSignalsTest extends EngineTest {

  @Test
  void killFromOutsideIsNotACallersStop() throws Exception {
    Job terminated = jobs().start(JobSpec.of("sleep", "60"));
    Job killed = jobs().start(JobSpec.of("sleep", "60"));

    process(terminated).destroy();
    process(killed).destroyForcibly();

    assertThat(jobs().awaitExit(terminated.id()))
        .returns(new Exit.Signaled(Signal.TERM, false), JobState.Ended::exit)
        .returns(new EndCause.KilledFromOutside(), JobState.Ended::cause);
    assertThat(jobs().awaitExit(killed.id()))
        .returns(new Exit.Signaled(Signal.KILL, false), JobState.Ended::exit)
        .returns(new EndCause.KilledFromOutside(), JobState.Ended::cause);
  }

  @Test
  void killFromOutsideDuringAStopIsNoKillAfterTheGracePeriod() throws Exception {
    Job job =
        jobs().start(JobSpec.of("sh", "-c", "trap '' TERM; echo up; while :; do sleep 1; done"));
    awaitText(outputOf(job), "up");

    var stop = jobs().requestStop(job.id(), Duration.ofHours(1)).toCompletableFuture();
    process(job).destroyForcibly();
    StopOutcome outcome = await(stop);

    assertThat(outcome.end().orElseThrow().cause()).isEqualTo(new EndCause.Stopped(job.owner()));
  }

  @Test
  void stopAfterAnEndFromOutsideTellsOfThatEnd() throws Exception {
    Job job = jobs().start(JobSpec.of("sleep", "60"));
    process(job).destroyForcibly();
    JobState.Ended end = jobs().awaitExit(job.id());

    assertThat(jobs().stop(job.id()).end()).contains(end);
  }

  private ProcessHandle process(Job job) {
    ProcessStatus.Alive status = (ProcessStatus.Alive) jobs().status(job.id()).process();
    return ProcessHandle.of(status.pid()).orElseThrow();
  }
}
