package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One reader's stream, step by step. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class OutputSubscriptionTest {

  private final FakePorts ports = new FakePorts();
  private final LocalJobs local = LocalJobs.over(ports);
  private final Jobs jobs = local.forCaller(Caller.user("alice"));
  private final Job job = jobs.start(JobSpec.of("x"));
  private final FakeProcesses.FakeProcess process = ports.processes.last();

  @Test
  void silentFollowerLeavesNothingBehindWhenItGoes() {
    Probe probe = follow(OutputQuery.all(), Long.MAX_VALUE);
    assertThat(ports.storage.waiting(job.id())).isEqualTo(1);

    probe.subscription().cancel();

    assertThat(ports.storage.waiting(job.id())).isZero();
    process.print("nobody listens");
    assertThat(probe.seen).isEmpty();
  }

  @Test
  void moreDemandWhileWaitingDoesNotWaitTwice() {
    Probe probe = follow(OutputQuery.all(), 1);
    probe.subscription().request(1);
    probe.subscription().request(1);

    assertThat(ports.storage.waiting(job.id())).isEqualTo(1);
    process.print("once");
    assertThat(probe.seen).containsExactly("0:once");
  }

  @Test
  void followerThatGoesWhileItBeginsToWaitLeavesNothingBehind() {
    Probe probe = new Probe();
    jobs.output(job.id(), OutputQuery.all()).subscribe(probe);
    ports.storage.afterNextWait = () -> probe.subscription().cancel();

    probe.subscription().request(1);

    assertThat(ports.storage.waiting(job.id())).isZero();
  }

  @Test
  void tailThatIsNoLongerKeptBeginsWithItsGap() {
    process.print("0123456789");
    ports.storage.dropBefore(job.id(), 6);

    Probe probe = follow(OutputQuery.tailBytes(8), Long.MAX_VALUE);

    assertThat(probe.seen).containsExactly("gap 2..6", "6:6789");
    assertThat(follow(OutputQuery.tailBytes(99), Long.MAX_VALUE).seen)
        .containsExactly("gap 0..6", "6:6789");
    assertThat(follow(OutputQuery.tailBytes(4), Long.MAX_VALUE).seen).containsExactly("6:6789");
    assertThat(follow(OutputQuery.tailLines(2), Long.MAX_VALUE).seen)
        .containsExactly("gap 0..6", "6:6789");
  }

  @Test
  void readerThatDoesNotFollowIsGivenNothingThatCameSince() {
    process.print("abc");
    ports.storage.beforeNextRead = () -> process.print("def");

    Probe probe = follow(OutputQuery.all().withoutFollowing(), Long.MAX_VALUE);

    assertThat(probe.seen).containsExactly("0:abc", "complete");
  }

  @Test
  void gapIsToldAndWhatFollowsComesAfterIt() {
    process.print("0123456789");
    ports.storage.dropBefore(job.id(), 6);

    Probe probe = follow(OutputQuery.fromOffset(2), Long.MAX_VALUE);

    assertThat(probe.seen).containsExactly("gap 2..6", "6:6789");
  }

  @Test
  void gapDoesNotCountAgainstTheLimit() {
    process.print("0123456789");
    ports.storage.dropBefore(job.id(), 6);

    Probe probe = follow(OutputQuery.all().withLimit(3), Long.MAX_VALUE);

    assertThat(probe.seen).containsExactly("gap 0..6", "6:678", "complete");
  }

  @Test
  void endWaitsForTheExitAlthoughTheOutputIsClosed() {
    Probe probe = follow(OutputQuery.all(), Long.MAX_VALUE);

    process.print("all");
    process.endOutput(OutputCompletion.COMPLETE);
    assertThat(probe.seen).containsExactly("0:all");
    process.exit(new Exit.Exited(0));

    assertThat(probe.seen).containsExactly("0:all", "end 3", "complete");
  }

  @Test
  void endWaitsForTheOutputAlthoughTheLeaderHasExited() {
    Probe probe = follow(OutputQuery.all(), Long.MAX_VALUE);

    process.exit(new Exit.Exited(0));
    assertThat(probe.seen).isEmpty();
    process.print("last words");
    process.endOutput(OutputCompletion.COMPLETE);

    assertThat(probe.seen).containsExactly("0:last words", "end 10", "complete");
  }

  @Test
  void endNeedsDemandLikeAnyItem() {
    process.end(new Exit.Exited(0));
    Probe probe = follow(OutputQuery.all(), 0);
    assertThat(probe.seen).isEmpty();

    probe.subscription().request(1);

    assertThat(probe.seen).containsExactly("end 0", "complete");
  }

  @Test
  void subscriberThatThrowsIsLetGoAndSaidInTheLogAndOthersAreNot() {
    Probe broken = new Probe();
    broken.throwsOnNext = true;
    jobs.output(job.id(), OutputQuery.all()).subscribe(broken);
    broken.subscription().request(9);
    Probe sound = follow(OutputQuery.all(), 9);

    try (LoggedFailures logged = LoggedFailures.of(PulledSubscription.class)) {
      process.print("a");
      process.print("b");

      assertThat(logged.failures()).containsExactly("WARNING a subscriber threw: broken");
    }
    assertThat(broken.seen).isEmpty();
    assertThat(sound.seen).containsExactly("0:a", "1:b");
    assertThat(jobs.status(job.id()).job().state()).isInstanceOf(JobState.Running.class);
  }

  @Test
  void subscriberThatThrowsAtTheEndIsSaidInTheLog() {
    Probe completed = new Probe();
    completed.throwsAtTheEnd = true;
    jobs.output(job.id(), OutputQuery.all()).subscribe(completed);
    Probe refused = new Probe();
    refused.throwsAtTheEnd = true;
    jobs.output(job.id(), OutputQuery.all()).subscribe(refused);

    try (LoggedFailures logged = LoggedFailures.of(PulledSubscription.class)) {
      refused.subscription().request(-1);
      completed.subscription().request(9);
      process.end(new Exit.Exited(0));

      assertThat(logged.failures())
          .containsExactly(
              "WARNING a subscriber threw: broken by onError",
              "WARNING a subscriber threw: broken by onComplete");
    }
  }

  @Test
  void readerOfAForgottenJobIsToldThatItIsNotFound() {
    process.print("0123456789");
    Probe probe = follow(OutputQuery.all(), 1);
    ports.storage.delete(job.id());

    probe.subscription().request(1);

    assertThat(probe.seen).hasSize(2).last().asString().startsWith("error NotFound");
  }

  @Test
  void nothingIsSignalledBeforeOnSubscribeHasReturned() {
    process.print("early");
    Probe probe = new Probe();
    probe.requestsAtOnce = true;

    jobs.output(job.id(), OutputQuery.all()).subscribe(probe);

    assertThat(probe.seen).containsExactly("subscribed", "0:early");
  }

  @Test
  void readThatFailsWithAnErrorEndsTheStream() {
    process.print("x");
    Probe probe = follow(OutputQuery.all(), 0);
    ports.storage.readError = true;

    probe.subscription().request(1);

    assertThat(probe.seen).hasSize(1).first().asString().startsWith("error Failed");
  }

  @Test
  void closedJobsEndTheStreamWithAReason() {
    Probe probe = follow(OutputQuery.all(), 9);
    ports.readWith(
        task -> {
          throw new RejectedExecutionException("shut down");
        });

    process.print("too late");

    assertThat(probe.seen).hasSize(1).first().asString().startsWith("error Unavailable");
  }

  @Test
  void nothingFollowsACancelThatComesFromTheSubscriberItself() {
    Probe probe = new Probe();
    probe.cancelsAfterFirst = true;
    jobs.output(job.id(), OutputQuery.all()).subscribe(probe);
    process.print("x".repeat(200_000));

    probe.subscription().request(Long.MAX_VALUE);

    assertThat(probe.seen).hasSize(1);
  }

  private Probe follow(OutputQuery query, long demand) {
    Probe probe = new Probe();
    jobs.output(job.id(), query).subscribe(probe);
    if (demand > 0) {
      probe.subscription().request(demand);
    }
    return probe;
  }

  /** Notes what it is signalled, as text. */
  private static final class Probe implements Flow.Subscriber<OutputItem> {

    private final List<String> seen = new ArrayList<>();
    private Flow.@Nullable Subscription given;
    private boolean throwsOnNext;
    private boolean throwsAtTheEnd;
    private boolean cancelsAfterFirst;
    private boolean requestsAtOnce;

    Flow.Subscription subscription() {
      return Objects.requireNonNull(given);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      given = subscription;
      if (requestsAtOnce) {
        subscription.request(9);
        seen.add("subscribed");
      }
    }

    @Override
    public void onNext(OutputItem item) {
      if (throwsOnNext) {
        throw new IllegalStateException("broken");
      }
      if (item instanceof OutputItem.Chunk chunk) {
        seen.add(chunk.offset() + ":" + StandardCharsets.UTF_8.decode(chunk.data()));
      } else if (item instanceof OutputItem.Gap gap) {
        seen.add("gap " + gap.from() + ".." + gap.to());
      } else if (item instanceof OutputItem.End end) {
        seen.add("end " + end.offset());
      }
      if (cancelsAfterFirst) {
        subscription().cancel();
      }
    }

    @Override
    public void onError(Throwable cause) {
      throwAtTheEnd("onError");
      seen.add("error " + cause.getClass().getSimpleName() + ": " + cause.getMessage());
      assertThat(cause).isInstanceOf(JobsException.class);
    }

    @Override
    public void onComplete() {
      throwAtTheEnd("onComplete");
      seen.add("complete");
    }

    private void throwAtTheEnd(String signal) {
      if (throwsAtTheEnd) {
        throw new IllegalStateException("broken by " + signal);
      }
    }
  }
}
