package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.CollectedOutput;
import io.processmanager.ports.inbound.JobHandle;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputGapException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.OutputReader;
import io.processmanager.ports.inbound.RequestId;
import io.processmanager.ports.inbound.StopOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be done with one job in hand, over a process that the test plays. */
final class JobHandleTest {

  private final FakePorts ports = new FakePorts();
  private final Jobs jobs = LocalJobs.over(ports).forCaller(Caller.user("alice"));
  private final JobHandle job = jobs.launch(JobSpec.of("x"));
  private final FakeProcesses.FakeProcess process = ports.processes.last();

  @Test
  void exitIsAwaitedInEachOfTheWays() throws Exception {
    CompletableFuture<?> told = job.onExit().toCompletableFuture();
    assertThat(job.awaitExit(Duration.ZERO)).isEmpty();
    assertThat(job.isAlive()).isTrue();

    process.end(new Exit.Exited(7));

    assertThat(job.awaitExit().exit()).isEqualTo(new Exit.Exited(7));
    assertThat(job.awaitExit(Duration.ofDays(1))).isPresent();
    assertThat(told).isCompleted();
    assertThat(job.isAlive()).isFalse();
  }

  @Test
  void outputIsReadAsBytesAsLinesAndAsOneValue() throws Exception {
    process.print("one\ntwo\n");
    process.end(new Exit.Exited(0));

    try (InputStream bytes = job.inputStream();
        Stream<String> lines = job.lines()) {
      assertThat(bytes.readAllBytes()).hasSize(8);
      assertThat(lines).containsExactly("one", "two");
    }
    assertThat(job.collectOutput().text()).isEqualTo("one\ntwo\n");
    assertThat(job.collectOutput(5).text()).isEqualTo("one\nt");
  }

  @Test
  void partOfTheLinesIsReadByAQuery() {
    process.print("one\ntwo\nthree\n");

    try (Stream<String> last = job.lines(OutputQuery.tailLines(2).withoutFollowing())) {
      assertThat(last).containsExactly("two", "three");
    }
  }

  @Test
  void outputIsCollectedWithoutAThreadThatWaits() {
    CompletableFuture<CollectedOutput> collected =
        job.collectOutputAsync(100).toCompletableFuture();

    process.print("all");
    assertThat(collected).isNotDone();
    process.end(new Exit.Exited(0));

    assertThat(collected.join().text()).isEqualTo("all");
  }

  @Test
  void collectionThatIsGivenUpReadsNoMore() {
    CompletableFuture<CollectedOutput> collected =
        job.collectOutputAsync(100).toCompletableFuture();
    assertThat(ports.storage.waiting(job.id())).isEqualTo(1);

    collected.cancel(true);

    assertThat(ports.storage.waiting(job.id())).isZero();
  }

  @Test
  void collectionOfAnUnknownJobIsRefusedByItsStage() {
    JobHandle unknown = jobs.handle(new JobId(UUID.randomUUID()));

    assertThat(unknown.collectOutputAsync(1))
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(JobsException.NotFound.class);
  }

  @Test
  void gapInTheLinesIsThrown() {
    process.print("lost\nkept\n");
    ports.storage.dropBefore(job.id(), 5);

    try (Stream<String> lines = job.lines()) {
      assertThatExceptionOfType(UncheckedIOException.class)
          .isThrownBy(lines::toList)
          .withCauseInstanceOf(OutputGapException.class);
    }
  }

  @Test
  void stopAndSignalReachTheJob() throws Exception {
    job.signal(Signal.HUP);
    CompletableFuture<StopOutcome> asked =
        job.requestStop(Duration.ofSeconds(5)).toCompletableFuture();
    CompletableFuture<StopOutcome> again = job.requestStop().toCompletableFuture();
    process.end(new Exit.Signaled(Signal.TERM, false));

    assertThat(process.signals).containsExactly(Signal.HUP, Signal.TERM, Signal.CONT);
    assertThat(asked.join()).isEqualTo(again.join());
    assertThat(job.stop()).isEqualTo(job.stop(Duration.ZERO)).isEqualTo(asked.join());
  }

  @Test
  void closeEndsTheReadersAndLeavesTheJob() throws Exception {
    OutputReader reader = job.openOutput(OutputQuery.all());
    assertThat(ports.storage.waiting(job.id())).isEqualTo(1);

    job.close();

    assertThat(reader.next()).isEmpty();
    assertThat(ports.storage.waiting(job.id())).isZero();
    assertThat(process.signals).isEmpty();
    assertThat(job.isAlive()).isTrue();
  }

  @Test
  void closeEndsWhatIsCollected() {
    CompletableFuture<CollectedOutput> collected =
        job.collectOutputAsync(100).toCompletableFuture();

    job.close();

    assertThat(collected).isCancelled();
    assertThat(ports.storage.waiting(job.id())).isZero();
    assertThatExceptionOfType(CancellationException.class)
        .as("one that begins too late")
        .isThrownBy(job::collectOutput);
  }

  @Test
  void readerThatIsOpenedTooLateIsClosedAtOnce() throws Exception {
    job.close();

    assertThat(job.openOutput(OutputQuery.all()).next()).isEmpty();
    assertThat(ports.storage.waiting(job.id())).isZero();
  }

  @Test
  void closeStopsTheJobWhereThatWasAskedFor() {
    process.end(new Exit.Exited(0));
    JobHandle other = jobs.launch(JobSpec.of("y"));
    FakeProcesses.FakeProcess running = ports.processes.last();
    Thread.currentThread().interrupt();

    other.stopOnClose().close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(running.signals).containsExactly(Signal.TERM, Signal.CONT);
  }

  @Test
  void closeOfAJobThatIsNoLongerKnownIsNoError() {
    try (JobHandle unknown = jobs.handle(new JobId(UUID.randomUUID())).stopOnClose()) {
      assertThatExceptionOfType(JobsException.NotFound.class).isThrownBy(unknown::status);
    }
  }

  @Test
  void handleOfAKnownJobIsForThatJob() {
    assertThat(jobs.handle(job.id()).status()).isEqualTo(job.status());
    assertThat(job).hasToString("job " + job.id());
  }

  @Test
  void streamThatIsClosedByItsHandleIsNotTakenForAnEndedOne() throws Exception {
    process.print("half");
    InputStream output = job.inputStream();
    assertThat(output.readNBytes(4)).hasSize(4);

    job.close();

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(output::read)
        .withMessageContaining("closed");
  }

  @Test
  void launchUnderARequestIdStartsOneJob() {
    RequestId request = new RequestId("once");

    JobHandle first = jobs.launch(JobSpec.of("y"), request);

    assertThat(jobs.launch(JobSpec.of("y"), request).id()).isEqualTo(first.id());
  }
}
