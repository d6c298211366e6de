package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Waits are answered whatever becomes of the job, and end on the worker when they are given up. */
class WaitsOverLoopbackTest extends OverLoopback {

  private static final JobState.Ended ENDED =
      new JobState.Ended(Instant.EPOCH, Instant.EPOCH, new Exit.Unknown(), new EndCause.ByItself());

  static List<Named<Consumer<CompletableFuture<JobState.Ended>>>> waysToGiveUp() {
    return List.of(
        Named.of("cancel", wait -> wait.cancel(false)),
        Named.of("complete", wait -> wait.complete(ENDED)),
        Named.of("completeExceptionally", wait -> wait.completeExceptionally(new Exception("no"))),
        Named.of("orTimeout", wait -> wait.orTimeout(1, TimeUnit.MILLISECONDS)),
        Named.of(
            "completeOnTimeout", wait -> wait.completeOnTimeout(ENDED, 1, TimeUnit.MILLISECONDS)));
  }

  @ParameterizedTest
  @MethodSource("waysToGiveUp")
  void waitThatIsGivenUpEndsOnTheWorker(Consumer<CompletableFuture<JobState.Ended>> giveUp)
      throws Exception {
    CompletableFuture<JobState.Ended> wait = jobs.onExit(job).toCompletableFuture();
    assertThat(fake.waiting.await(20, TimeUnit.SECONDS)).isTrue();

    giveUp.accept(wait);

    CompletableFuture<Object> outcome = fake.exit.handle((ended, failure) -> failure);
    assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
  }

  @Test
  void endOfAJobThatIsForgottenAtOnceIsTold() throws Exception {
    CompletableFuture<JobState.Ended> wait = jobs.onExit(job).toCompletableFuture();
    assertThat(fake.waiting.await(20, TimeUnit.SECONDS)).isTrue();
    fake.forgetAll();

    fake.exit.complete(ENDED);

    assertThat(wait).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(ENDED);
  }
}
