package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobEvent;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.WatchPosition;
import io.processmanager.ports.inbound.WatchQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The changes of jobs as a watch is told of them, step by step. */
final class WatchTest {

  private final FakePorts ports = new FakePorts();
  private final LocalJobs local = LocalJobs.builder().endedJobsKept(2).over(ports);
  private final Jobs alice = local.forCaller(Caller.user("alice"));
  private final Jobs bob = local.forCaller(Caller.user("bob"));

  @Test
  void jobsThatAreKnownComeFirstEachAsItIsNow() {
    alice.start(JobSpec.of("a"));
    ports.processes.last().end(new Exit.Exited(0));
    alice.start(JobSpec.of("b"));

    Probe probe = watch(alice, WatchQuery.all(), Long.MAX_VALUE);

    assertThat(probe.seen).containsExactly("a Ended", "b Running", "caught up");
  }

  @Test
  void eachChangeIsToldAsItComes() {
    Probe probe = watch(alice, WatchQuery.fromNow(), Long.MAX_VALUE);

    Job job = alice.start(JobSpec.of("a"));
    var unused = alice.requestStop(job.id());
    ports.processes.last().end(new Exit.Exited(0));

    assertThat(probe.seen).containsExactly("caught up", "a Running", "a Stopping", "a Ended");
  }

  @Test
  void watchGoesOnWhileAllReadersOfOutputHang() {
    ports.readWith(hangs -> {});
    Probe probe = watch(alice, WatchQuery.fromNow(), Long.MAX_VALUE);

    alice.start(JobSpec.of("a"));
    ports.processes.last().end(new Exit.Exited(0));

    assertThat(probe.seen).containsExactly("caught up", "a Running", "a Ended");
  }

  @Test
  void slowWatchIsToldTheLatestStateAlone() {
    Probe probe = watch(alice, WatchQuery.fromNow(), 1);
    Job job = alice.start(JobSpec.of("a"));
    var unused = alice.requestStop(job.id());
    ports.processes.last().end(new Exit.Exited(0));

    probe.subscription().request(5);

    assertThat(probe.seen).containsExactly("caught up", "a Ended");
  }

  @Test
  void nobodyIsToldOfJobsOfOthersButAnAdminWhoAsks() {
    Jobs admin = local.forCaller(Caller.admin("root"));
    Probe mine = watch(alice, WatchQuery.all().ofAllVisible(), 9);
    Probe admins = watch(admin, WatchQuery.all(), 9);
    Probe all = watch(admin, WatchQuery.all().ofAllVisible(), 9);

    bob.start(JobSpec.of("b"));

    assertThat(mine.seen).containsExactly("caught up");
    assertThat(admins.seen).containsExactly("caught up");
    assertThat(all.seen).containsExactly("caught up", "b Running");
  }

  @Test
  void watchGoesOnBehindAnyEvent() {
    Probe first = watch(alice, WatchQuery.fromNow(), 2);
    alice.start(JobSpec.of("a"));
    bob.start(JobSpec.of("b"));
    alice.start(JobSpec.of("c"));

    assertThat(resumed(first, 0).seen).containsExactly("a Running", "c Running", "caught up");
    assertThat(resumed(first, 1).seen).containsExactly("c Running", "caught up");
  }

  @Test
  void watchThatComesBackTooLateIsToldThatItMissedAnEnd() {
    Probe first = watch(alice, WatchQuery.fromNow(), 2);
    startAndEnd(alice, "a");
    startAndEnd(alice, "b");
    startAndEnd(alice, "c");

    Probe late = resumed(first, 1);

    assertThat(late.seen).containsExactly("missed", "b Ended", "c Ended", "caught up");
    assertThat(resumed(late, 0).seen).as("the loss is not told twice").doesNotContain("missed");
  }

  @Test
  void slowWatchIsToldThatItMissedAnEnd() {
    Probe probe = watch(alice, WatchQuery.fromNow(), 2);
    startAndEnd(alice, "a");
    startAndEnd(alice, "b");
    startAndEnd(alice, "c");

    probe.subscription().request(9);

    assertThat(probe.seen)
        .containsExactly("caught up", "a Running", "missed", "b Ended", "c Ended", "caught up");
  }

  @Test
  void lossIsFollowedByAllThatIsKnownAlsoWhatHasNotChanged() {
    alice.start(JobSpec.of("long"));
    Probe first = watch(alice, WatchQuery.all(), 2);
    startAndEnd(alice, "a");
    startAndEnd(alice, "b");
    startAndEnd(alice, "c");

    assertThat(resumed(first, 1).seen)
        .containsExactly("missed", "long Running", "b Ended", "c Ended", "caught up");
  }

  @Test
  void watchFromNowBeginsWhenItIsAskedFor() {
    List<Runnable> held = new ArrayList<>();
    ports.observeWith(held::add);
    Probe probe = watch(alice, WatchQuery.fromNow(), 9);
    alice.start(JobSpec.of("a"));
    ports.observeWith(Runnable::run);

    List.copyOf(held).forEach(Runnable::run);

    assertThat(probe.seen).containsExactly("caught up", "a Running");
  }

  @Test
  void whatOthersJobsAreForgottenIsNobodyElsesLoss() {
    Probe first = watch(alice, WatchQuery.fromNow(), 1);
    startAndEnd(bob, "a");
    startAndEnd(bob, "b");
    startAndEnd(bob, "c");

    assertThat(resumed(first, 0).seen).containsExactly("caught up");
  }

  @Test
  void whatWasForgottenBeforeAWatchBeganIsNotMissed() {
    startAndEnd(alice, "a");
    startAndEnd(alice, "b");
    startAndEnd(alice, "c");

    assertThat(watch(alice, WatchQuery.all(), 9).seen)
        .containsExactly("b Ended", "c Ended", "caught up");
    assertThat(watch(alice, WatchQuery.fromNow(), 9).seen).containsExactly("caught up");
  }

  @Test
  void positionOfOtherJobsBeginsAnewAndSaysSo() {
    alice.start(JobSpec.of("a"));
    LocalJobs other = LocalJobs.over(new FakePorts());
    Probe elsewhere = watch(other.jobs(), WatchQuery.all(), 1);

    assertThat(resumed(elsewhere, 0).seen).containsExactly("missed", "a Running", "caught up");
  }

  @Test
  void positionThatNoEventHadIsRefused() {
    Probe first = watch(alice, WatchQuery.all(), 1);
    String token = first.positions.get(0).token();

    for (String wrong : List.of("made up", token + "7", token.replaceAll(":0$", ":01"))) {
      Probe probe = watch(alice, WatchQuery.after(new WatchPosition(wrong)), 1);
      assertThat(probe.seen).as(wrong).hasSize(1).first().asString().contains("the position");
    }
  }

  @Test
  void changesOfOthersWakeNobodyAndAreNotLookedAtAgain() {
    Probe probe = watch(alice, WatchQuery.all(), 9);
    List<Runnable> woken = new ArrayList<>();
    ports.observeWith(woken::add);

    bob.start(JobSpec.of("b"));

    assertThat(woken).isEmpty();
    ports.observeWith(Runnable::run);
    alice.start(JobSpec.of("a"));
    assertThat(probe.seen).containsExactly("caught up", "a Running");
  }

  @Test
  void watchThatGoesLeavesNothingBehind() {
    Probe mine = watch(alice, WatchQuery.all(), 9);
    Probe all = watch(local.forCaller(Caller.admin("root")), WatchQuery.all().ofAllVisible(), 9);
    assertThat(local.waitingWatches()).isEqualTo(2);

    mine.subscription().cancel();
    all.subscription().cancel();

    assertThat(local.waitingWatches()).isZero();
    alice.start(JobSpec.of("a"));
    assertThat(mine.seen).containsExactly("caught up");
  }

  @Test
  void closedJobsEndTheirWatches() {
    Probe probe = watch(alice, WatchQuery.all(), 9);

    local.close();

    assertThat(probe.seen).last().asString().startsWith("error the jobs have been closed");
  }

  private void startAndEnd(Jobs jobs, String program) {
    jobs.start(JobSpec.of(program));
    ports.processes.last().end(new Exit.Exited(0));
  }

  private Probe resumed(Probe first, int event) {
    return watch(alice, WatchQuery.after(first.positions.get(event)), Long.MAX_VALUE);
  }

  private static Probe watch(Jobs jobs, WatchQuery query, long demand) {
    Probe probe = new Probe();
    jobs.watch(query).subscribe(probe);
    probe.subscription().request(demand);
    return probe;
  }

  /** Notes what it is signalled, as text. */
  private static final class Probe implements Flow.Subscriber<JobEvent> {

    private final List<String> seen = new ArrayList<>();
    private final List<WatchPosition> positions = new ArrayList<>();
    private Flow.@Nullable Subscription given;

    Flow.Subscription subscription() {
      return Objects.requireNonNull(given);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      given = subscription;
    }

    @Override
    public void onNext(JobEvent event) {
      positions.add(event.position());
      seen.add(text(event));
    }

    private static String text(JobEvent event) {
      if (event instanceof JobEvent.Changed changed) {
        Job job = changed.job();
        return job.spec().program() + " " + job.state().getClass().getSimpleName();
      }
      return event instanceof JobEvent.CaughtUp ? "caught up" : "missed";
    }

    @Override
    public void onError(Throwable cause) {
      seen.add("error " + cause.getMessage());
    }

    @Override
    public void onComplete() {
      seen.add("complete");
    }
  }
}
