package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.ports.inbound.JobsException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A value that comes once, for those who wait on their own thread and for those who do not. */
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class OutcomeTest {

  private static final Duration EVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final Outcome<String> outcome = new Outcome<>(tasks::add);

  @Test
  void threadThatWaitsIsWokenWithoutTheExecutor() throws Exception {
    FutureTask<String> get = onAThread(new FutureTask<>(outcome::get));
    FutureTask<Optional<String>> bounded = onAThread(new FutureTask<>(() -> outcome.get(EVER)));

    outcome.complete("value");

    assertThat(get.get()).isEqualTo("value");
    assertThat(bounded.get()).contains("value");
  }

  @Test
  void stageCompletesOnTheExecutorAlone() {
    CompletableFuture<String> stage = outcome.await();

    outcome.complete("value");

    assertThat(stage).isNotDone();
    tasks.remove().run();
    assertThat(stage).isCompletedWithValue("value");
  }

  @Test
  void boundedWaitEndsWithoutAValue() throws Exception {
    assertThat(outcome.get(Duration.ofMillis(1))).isEmpty();
    assertThat(outcome.get(Duration.ZERO)).isEmpty();
    assertThat(outcome.get(Duration.ofSeconds(-1))).isEmpty();
  }

  @Test
  void valueThatIsThereNeedsNoWait() throws Exception {
    outcome.complete("first");
    outcome.complete("second");

    assertThat(outcome.get(Duration.ZERO)).contains("first");
    assertThat(outcome.get()).isEqualTo("first");
  }

  @Test
  void failureIsARefusalOfItsOwnForEachWait() {
    outcome.fail(() -> new JobsException.Unavailable("closed", null));

    JobsException one = refusalOf(outcome::get);
    JobsException other = refusalOf(() -> outcome.get(EVER));

    assertThat(one).isNotSameAs(other).hasMessage("closed");
    assertThat(outcome.await()).isCompletedExceptionally();
  }

  @Test
  void preliminaryAnswerIsForThoseWhoWaitNow() throws Exception {
    CompletableFuture<String> early = outcome.await();

    outcome.answer("not yet");
    tasks.remove().run();
    CompletableFuture<String> late = outcome.await();

    assertThat(early).isCompletedWithValue("not yet");
    assertThat(late).isNotDone();
    assertThat(outcome.get(Duration.ZERO)).isEmpty();
    outcome.complete("value");
    outcome.answer("too late");
    tasks.forEach(Runnable::run);
    assertThat(late).isCompletedWithValue("value");
  }

  @Test
  void threadThatIsInterruptedStopsWaiting() throws Exception {
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(InterruptedException.class).isThrownBy(outcome::get);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  private static JobsException refusalOf(ThrowingGet get) {
    try {
      throw new AssertionError("no refusal but " + get.get());
    } catch (JobsException refusal) {
      return refusal;
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private interface ThrowingGet {
    Object get() throws InterruptedException;
  }

  private static <T> FutureTask<T> onAThread(FutureTask<T> task) {
    new Thread(task).start();
    return task;
  }
}
