package example;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsProvider;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What becomes of calls on the far side, which the contract cannot see. */
final class RelayJobsTest {

  private static final JobId JOB = new JobId(UUID.randomUUID());

  private final CompletableFuture<JobState.Ended> wait = new CompletableFuture<>();

  private Jobs relaying(InvocationHandler farJobs) {
    Jobs far = proxy(Jobs.class, farJobs);
    JobsProvider farSide = proxy(JobsProvider.class, (self, method, arguments) -> far);
    return new RelayJobs(Runnable::run, farSide, Caller.user("alice"));
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Test
  void waitThatIsGivenUpIsLetGoOfOnTheFarSide() {
    Jobs jobs = relaying((self, method, arguments) -> wait);

    jobs.onExit(JOB).toCompletableFuture().cancel(false);

    assertThat(wait).isCancelled();
  }

  @Test
  void errorOfTheFarSideIsAnAnswer() {
    Jobs jobs =
        relaying(
            (self, method, arguments) -> {
              throw new AssertionError("on purpose");
            });

    assertThat(jobs.onExit(JOB))
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableThat()
        .withCauseInstanceOf(AssertionError.class);
  }
}
