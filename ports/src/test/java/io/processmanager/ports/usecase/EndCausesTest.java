package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.owner.Caller;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.outbound.LeaderEnd;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Why a job ended, put together from how it ended and what was sent to it. */
final class EndCausesTest {

  private static final Exit HANGUP = new Exit.Signaled(Signal.HUP, false);
  private static final Exit KILLED = new Exit.Signaled(Signal.KILL, false);
  private static final EndCause FROM_OUTSIDE = new EndCause.KilledFromOutside();

  private final FakePorts ports = new FakePorts();
  private final LocalJobs local = LocalJobs.over(ports);
  private final Jobs jobs = local.forCaller(Caller.user("alice"));
  private final Job job = jobs.start(JobSpec.of("x"));
  private final FakeProcesses.FakeProcess process = ports.processes.last();

  @Test
  void signalThatEndsAJobIsWhoeversSentItLast() {
    jobs.signal(job.id(), Signal.HUP);
    local.forCaller(Caller.admin("root")).signal(job.id(), Signal.HUP);

    process.end(HANGUP);

    assertThat(cause()).isEqualTo(new EndCause.Signaled(new Owner("root")));
  }

  @Test
  void signalThatAJobOutlivedIsNotTheCause() {
    jobs.signal(job.id(), Signal.HUP);

    process.end(KILLED);

    assertThat(cause()).isEqualTo(FROM_OUTSIDE);
  }

  @Test
  void signalThatTheSystemRefusedIsNotTheCause() {
    process.signalRefusal = Optional.of(new JobsException.Failed("not permitted", null));
    assertThatExceptionOfType(JobsException.Failed.class)
        .isThrownBy(() -> jobs.signal(job.id(), Signal.HUP));

    process.end(HANGUP);

    assertThat(cause()).isEqualTo(FROM_OUTSIDE);
  }

  @Test
  void programThatExitsOnASignalEndedByItself() {
    jobs.signal(job.id(), Signal.HUP);

    process.end(new Exit.Exited(129));

    assertThat(cause()).isEqualTo(new EndCause.ByItself());
  }

  @Test
  void faultOfItsOwnIsAnEndByItself() {
    process.end(new Exit.Signaled(Signal.parse("SEGV"), true));

    assertThat(cause()).isEqualTo(new EndCause.ByItself());
  }

  @Test
  void killWhereMemoryRanOutIsNamed() {
    process.exit(new LeaderEnd(KILLED, true));

    assertThat(cause()).isEqualTo(new EndCause.OutOfMemory());
  }

  @Test
  void stopIsTheCauseWhateverWasSentBeside() {
    var unused = jobs.requestStop(job.id(), Duration.ofSeconds(3));
    jobs.signal(job.id(), Signal.KILL);

    process.exit(new LeaderEnd(KILLED, true));

    assertThat(cause()).isEqualTo(new EndCause.Stopped(new Owner("alice")));
  }

  @Test
  void endThatNobodyKnowsIsNobodysDoing() {
    process.end(new Exit.Unknown());

    assertThat(cause()).isEqualTo(new EndCause.ByItself());
  }

  private EndCause cause() {
    return ((JobState.Ended) jobs.status(job.id()).job().state()).cause();
  }
}
