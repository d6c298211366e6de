package io.processmanager.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.ports.inbound.JobsException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** How the end of a job is told. */
@ContractTopic(
    title = "Exits",
    hint =
        "Look at awaitExit and onExit: an exit travels as a code or as a signal, "
            + "never as one number, each wait is answered by itself, and a cancelled one "
            + "leaves the job alone.")
public interface ExitRules extends JobsHarness {

  /** Longer than a question behind a wait takes, and no job here. */
  Duration OUTSTAYED = Duration.ofSeconds(4);

  @ContractRule(id = "JOB-20", intent = "exit codes are exact")
  default void exitCodeIsTheProgramsOwn() throws Exception {
    assertThat(jobs().awaitExit(startShell("exit 0").id()).exit()).isEqualTo(new Exit.Exited(0));
    assertThat(jobs().awaitExit(startShell("exit 7").id()).exit()).isEqualTo(new Exit.Exited(7));
  }

  @ContractRule(id = "JOB-21", intent = "exit 143 and death by SIGTERM are different answers")
  default void exitCodeIsToldFromDeathBySignal() throws Exception {
    Job exits = startShell("exit 143");
    Job dies = startShell("kill -TERM $$");

    assertThat(jobs().awaitExit(exits.id()).exit()).isEqualTo(new Exit.Exited(143));
    assertThat(jobs().awaitExit(dies.id()).exit()).isEqualTo(new Exit.Signaled(Signal.TERM, false));
  }

  @ContractRule(id = "JOB-22", intent = "what nobody stopped is not said to have been stopped")
  default void endThatNobodyAskedForIsNoStop() throws Exception {
    Job exits = startShell("exit 0");
    Job dies = startShell("kill -KILL $$");

    JobState.Ended exited = jobs().awaitExit(exits.id());
    JobState.Ended died = jobs().awaitExit(dies.id());

    assertThat(exited.cause()).isEqualTo(new EndCause.ByItself());
    assertThat(exited.endedAt()).isAfterOrEqualTo(exited.startedAt());
    assertThat(died.exit()).isEqualTo(new Exit.Signaled(Signal.KILL, false));
    assertThat(died.cause())
        .as("the kernel does not tell whose signal it was")
        .isEqualTo(new EndCause.KilledFromOutside());
  }

  @ContractRule(id = "JOB-23", intent = "a wait has a bound where its caller wants one")
  default void boundedWaitGivesUpAndLeavesTheJobAlone() throws Exception {
    Job job = startShell("sleep 60");

    assertThat(jobs().awaitExit(job.id(), Duration.ofMillis(20))).isEmpty();
    assertThat(jobs().status(job.id()).job().state()).isInstanceOf(JobState.Running.class);
  }

  @ContractRule(id = "JOB-24", intent = "a wait that is given up is only that")
  default void cancelledWaitLeavesTheJobAndOtherWaitsAlone() throws Exception {
    Job job = jobs().start(JobSpec.of("sleep", "60"));
    CompletableFuture<JobState.Ended> givenUp = jobs().onExit(job.id()).toCompletableFuture();
    CompletableFuture<JobState.Ended> kept = jobs().onExit(job.id()).toCompletableFuture();

    givenUp.cancel(true);

    assertThat(jobs().status(job.id()).job().state()).isInstanceOf(JobState.Running.class);
    assertThat(kept).isNotDone();
    jobs().signal(job.id(), Signal.TERM);
    assertThat(kept.get(BOUND.toSeconds(), TimeUnit.SECONDS).exit())
        .isEqualTo(new Exit.Signaled(Signal.TERM, false));
  }

  @ContractRule(id = "JOB-25", intent = "the exit is told although a descendant holds the output")
  default void exitIsToldWhileABackgroundChildHoldsTheOutput() throws Exception {
    Job job = startShell("sleep 60 & echo leader done");

    JobState.Ended ended = jobs().awaitExit(job.id(), BOUND).orElseThrow();

    assertThat(ended.exit()).isEqualTo(new Exit.Exited(0));
    assertThat(textOf(job.id())).isEqualTo("leader done\n");
  }

  @ContractRule(id = "JOB-26", intent = "who only looks sees an end, and is told of a wrong id")
  default void waitOfNoTimeFindsAnEndAndAMistake() throws Exception {
    Job job = startShell("exit 3");
    JobState.Ended end = jobs().awaitExit(job.id());

    assertThat(jobs().awaitExit(job.id(), Duration.ZERO)).contains(end);
    assertThat(jobs().awaitExit(job.id(), Duration.ofNanos(1))).contains(end);
    assertThatExceptionOfType(JobsException.NotFound.class)
        .isThrownBy(() -> jobs().awaitExit(new JobId(UUID.randomUUID()), Duration.ZERO));
  }

  @ContractRule(id = "JOB-27", intent = "a wait that has a bound does not outstay it")
  default void boundedWaitIsOverWhenItsTimeIs() throws Exception {
    Job job = startShell("sleep 60");
    long begun = System.nanoTime();

    Optional<JobState.Ended> told = jobs().awaitExit(job.id(), Duration.ofMillis(20));

    assertThat(told).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(OUTSTAYED);
  }
}
