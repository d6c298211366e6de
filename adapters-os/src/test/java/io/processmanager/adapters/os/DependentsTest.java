package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.ports.inbound.JobsException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What callers hang onto the end of a job runs on the engine's thread, which it may not keep. */
final class DependentsTest extends EngineTest {

  private static final String REACTOR = "process-manager-reactor";

  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void release() {
    released.countDown();
  }

  @Test
  void quickDependentNeedsNoThreadOfItsOwn() throws Exception {
    // One that was slow, as the first is when its code is loaded, has others asked for a while.
    String thread = "";
    while (!thread.equals(REACTOR)) {
      thread = get(atEnd(() -> Thread.currentThread().getName()));
    }

    awaitReactors(1);
  }

  @Test
  void dependentsThatBlockHoldUpNeitherEndsNorOutputs() throws Exception {
    List<CompletableFuture<Thread>> blocked = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      CountDownLatch reached = new CountDownLatch(1);
      blocked.add(atEnd(() -> block(reached)));
      Job next = jobs().start(JobSpec.of("sh", "-c", "echo pid $$"));

      assertThat(jobs().awaitExit(next.id()).exit().shellStatus()).isZero();
      assertThat(awaitEnd(outputOf(next)).endOffset()).isPositive();
    }

    released.countDown();
    get(CompletableFuture.allOf(blocked.toArray(CompletableFuture[]::new)));
    assertThat(get(atEnd(() -> 5))).isEqualTo(5);
  }

  @Test
  void threadThatWasKeptEndsWhenItsDependentDoes() throws Exception {
    CompletableFuture<Thread> keeper;
    CountDownLatch reached;
    do {
      // One that is asked of another thread, after something slow, keeps none.
      reached = new CountDownLatch(1);
      CountDownLatch block = reached;
      keeper = atEnd(() -> block(block));
      assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
    } while (reactors().stream().noneMatch(DependentsTest::isInADependent));
    jobs().awaitExit(jobs().start(JobSpec.of("true")).id());
    assertThat(reactors()).hasSizeGreaterThan(1);

    released.countDown();

    assertThat(get(keeper).getName()).isEqualTo(REACTOR);
    awaitReactors(1);
  }

  @Test
  void dependentMayStartAnotherJobAndWaitForIt() throws Exception {
    CompletableFuture<Integer> chain =
        atEnd(
            () -> {
              Job next = jobs().start(JobSpec.of("sh", "-c", "exit 7"));
              return waitFor(next).exit().shellStatus();
            });

    assertThat(get(chain)).isEqualTo(7);
  }

  @Test
  void dependentThatFailsOrInterruptsItsThreadHarmsNobody() throws Exception {
    for (int i = 0; i < 5; i++) {
      CompletableFuture<Object> failing =
          atEnd(
              () -> {
                Thread.currentThread().interrupt();
                throw new AssertionError("a dependent that fails");
              });
      assertThatThrownBy(() -> get(failing)).hasRootCauseInstanceOf(AssertionError.class);

      assertThat(get(atEnd(() -> 5))).isEqualTo(5);
    }
  }

  @Test
  void dependentMayCloseTheJobs() throws Exception {
    Job running = jobs().start(JobSpec.of("sleep", "60"));
    CompletionStage<JobState.Ended> end = jobs().onExit(running.id());

    get(
        atEnd(
            () -> {
              local().close();
              return "closed";
            }));

    assertThat(get(end).exit().shellStatus()).isEqualTo(128 + 9);
    assertThatThrownBy(() -> jobs().start(JobSpec.of("true")))
        .isInstanceOf(JobsException.Unavailable.class);
    awaitReactors(0);
  }

  @Test
  void closeDoesNotWaitForADependent() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CompletableFuture<Thread> blocked = atEnd(() -> block(reached));
    assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();

    local().close();

    assertThat(blocked).isNotDone();
  }

  /** What {@code dependent} gives, hung onto the end of a job before that comes. */
  private <T> CompletableFuture<T> atEnd(Supplier<T> dependent) {
    Job job = jobs().start(JobSpec.of("sleep", "60"));
    CompletableFuture<T> given =
        jobs().onExit(job.id()).thenApply(ended -> dependent.get()).toCompletableFuture();
    jobs().signal(job.id(), Signal.KILL);
    return given;
  }

  private Thread block(CountDownLatch reached) {
    reached.countDown();
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Thread.currentThread();
  }

  private static boolean isInADependent(Thread thread) {
    return Stream.of(thread.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals("block"));
  }

  private JobState.Ended waitFor(Job job) {
    try {
      return jobs().awaitExit(job.id());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of several of one name nobody can say which is to end: whichever does, brings us closer. */
  private static void awaitReactors(int count) throws InterruptedException {
    long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (reactors().size() != count && System.nanoTime() - giveUpAt < 0) {
      for (Thread thread : reactors()) {
        thread.join(10);
      }
    }
    assertThat(reactors()).hasSize(count);
  }

  private static List<Thread> reactors() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(REACTOR))
        .toList();
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
