package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobFailedException;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** A job that is run and collected, over processes that the test plays. */
final class RunTest {

  private final FakePorts ports = new FakePorts();
  private final Jobs jobs = LocalJobs.over(ports).forCaller(Caller.user("alice"));

  @Test
  void resultHasTheExitAndAllThatWasPrinted() {
    CompletableFuture<RunResult> run = run(100);

    process().print("one\n");
    process().print("two\n");
    process().end(new Exit.Exited(0));

    assertThat(run).isCompleted();
    assertThat(run.join().output().lines()).containsExactly("one", "two");
    assertThat(run.join().output().isWhole()).isTrue();
    assertThat(run.join().orThrow().exit()).isEqualTo(new Exit.Exited(0));
  }

  @Test
  void resultWaitsForTheEndOfTheOutput() {
    CompletableFuture<RunResult> run = run(100);

    process().exit(new Exit.Exited(0));
    assertThat(run).isNotDone();
    process().print("last words");
    process().endOutput(OutputCompletion.COMPLETE);

    assertThat(run.join().output().text()).isEqualTo("last words");
  }

  @Test
  void outputThatWasCutOffIsNotPassedOffAsWhole() {
    CompletableFuture<RunResult> run = run(100);

    process().print("hi");
    process().exit(new Exit.Exited(0));
    process().endOutput(OutputCompletion.CUT_OFF);

    assertThat(run.join().output().text()).isEqualTo("hi");
    assertThat(run.join().output().isCutOff()).isTrue();
    assertThat(run.join().output().isWhole()).isFalse();
  }

  @Test
  void outputAsLongAsTheLimitIsWhole() {
    CompletableFuture<RunResult> run = run(3);

    process().print("abc");
    process().end(new Exit.Exited(0));

    assertThat(run.join().output().text()).isEqualTo("abc");
    assertThat(run.join().output().isWhole()).isTrue();
  }

  @Test
  void outputBehindTheLimitIsLeftOutAndTheExitIsStillWaitedFor() {
    CompletableFuture<RunResult> run = run(3);

    process().print("abcd");
    process().print("efg");
    assertThat(run).isNotDone();
    process().exit(new Exit.Exited(1));

    assertThat(run.join().output().text()).isEqualTo("abc");
    assertThat(run.join().output().isTruncated()).isTrue();
    assertThat(run.join().isSuccess()).isFalse();
  }

  @Test
  void gapIsCountedAsMissing() {
    List<Runnable> held = new ArrayList<>();
    ports.readWith(held::add);
    CompletableFuture<RunResult> run = run(100);
    process().print("abcdefg");
    ports.storage.dropBefore(job(), 5);
    process().end(new Exit.Exited(0));
    ports.readWith(Runnable::run);

    List.copyOf(held).forEach(Runnable::run);

    assertThat(run.join().output().text()).isEqualTo("fg");
    assertThat(run.join().output().missingBytes()).isEqualTo(5);
  }

  @Test
  void failureTellsTheCommandTheExitAndTheEndOfTheOutput() {
    CompletableFuture<RunResult> run = run(5000);
    process().print("x".repeat(3000) + "\nno such file\n");
    process().end(new Exit.Signaled(Signal.TERM, false));

    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(() -> run.join().orThrow())
        .withMessageStartingWith("'make -j8' ended by signal 15")
        .withMessageEndingWith("no such file")
        .satisfies(failed -> assertThat(failed.getMessage()).hasSizeLessThan(1200))
        .satisfies(failed -> assertThat(failed.result()).isSameAs(run.join()));
  }

  /** As many programs do that are asked to end. */
  @Test
  void jobThatWasStoppedHasNotSucceededWhateverItsStatus() {
    CompletableFuture<RunResult> run = run(100);
    var unused = jobs.requestStop(job());
    process().end(new Exit.Exited(0));

    assertThat(run.join().isSuccess()).isTrue();
    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(() -> run.join().orThrow())
        .withMessageStartingWith("'make -j8' exited with code 0, stopped by alice");
  }

  @Test
  void runThatIsGivenUpStopsItsJob() {
    CompletableFuture<RunResult> run = run(100);

    assertThat(run.cancel(true)).isTrue();

    assertThat(process().signals).containsExactly(Signal.TERM, Signal.CONT);
    assertThat(ports.storage.waiting(job())).as("readers").isZero();
  }

  @Test
  void interruptedCallerStopsItsJob() {
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> jobs.run(JobSpec.of("make")));

    assertThat(process().signals).containsExactly(Signal.TERM, Signal.CONT);
  }

  @Test
  void runWhoseOutputCannotBeReadStopsItsJobAndSaysWhy() {
    CompletableFuture<RunResult> run = run(100);
    ports.storage.readError = true;

    process().print("x");

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(run::join)
        .withCauseInstanceOf(JobsException.Failed.class)
        .havingCause()
        .satisfies(
            cause ->
                assertThat(cause.getSuppressed())
                    .extracting(Throwable::getMessage)
                    .contains("in the run of job " + job()));
    assertThat(process().signals).containsExactly(Signal.TERM, Signal.CONT);
  }

  @Test
  void runWhoseOutputIsRefusedAtOnceStopsItsJobAndSaysWhy() {
    Jobs broken = mock(Jobs.class, CALLS_REAL_METHODS);
    doAnswer(call -> jobs.start(call.getArgument(0))).when(broken).start(any());
    doAnswer(call -> jobs.requestStop(call.getArgument(0))).when(broken).requestStop(any());
    doThrow(new JobsException.Unavailable("the line is closed", null))
        .when(broken)
        .output(any(), any());

    CompletableFuture<RunResult> run =
        broken.runAsync(JobSpec.of("make", "-j8"), 100).toCompletableFuture();

    assertThat(run).isCompletedExceptionally();
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(run::join)
        .withCauseInstanceOf(JobsException.Unavailable.class);
    assertThat(process().signals).containsExactly(Signal.TERM, Signal.CONT);
  }

  @Test
  void refusedStartIsTheStagesOwnAndThrownByTheBlockingForm() {
    ports.processes.refusal = Optional.of(new JobsException.ResourceExhausted("memory", "none"));

    assertThat(run(100)).isCompletedExceptionally();
    assertThatExceptionOfType(JobsException.ResourceExhausted.class)
        .isThrownBy(() -> jobs.run(JobSpec.of("make")));
  }

  @Test
  void runThatTakesTooLongForItsCallerStopsItsJob() {
    CompletableFuture<RunResult> run = run(100);

    var unused = run.completeExceptionally(new TimeoutException("as orTimeout does"));

    assertThat(process().signals).containsExactly(Signal.TERM, Signal.CONT);
    assertThat(ports.storage.waiting(job())).as("readers").isZero();
  }

  @Test
  void failureOfATruncatedOutputDoesNotPassOffItsMiddleAsItsEnd() {
    CompletableFuture<RunResult> run = run(5);
    process().print("first and last");
    process().end(new Exit.Exited(1));

    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(() -> run.join().orThrow())
        .withMessageEndingWith("the first 5 bytes that it printed end with:\nfirst");
  }

  @Test
  void limitThatNoArrayHoldsIsAMistakeAndNothingIsStarted() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(-1))
        .withMessageContaining("limitBytes -1");
    assertThatIllegalArgumentException().isThrownBy(() -> run(1L << 31));
    assertThat(ports.processes.launched).isEmpty();
  }

  private CompletableFuture<RunResult> run(long limitBytes) {
    return jobs.runAsync(JobSpec.of("make", "-j8"), limitBytes).toCompletableFuture();
  }

  private FakeProcesses.FakeProcess process() {
    return ports.processes.last();
  }

  private JobId job() {
    return jobs.list(JobQuery.own()).jobs().get(0).id();
  }
}
