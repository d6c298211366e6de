package io.processmanager.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.ports.inbound.JobEvent;
import io.processmanager.ports.inbound.JobWatch;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.StopOutcome;
import io.processmanager.ports.inbound.WatchPosition;
import io.processmanager.ports.inbound.WatchQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** How the changes of jobs are told. */
@ContractTopic(
    title = "Watches",
    hint =
        "Look at watch: positions are handed back unaltered, events arrive in order, "
            + "CaughtUp and Missed are events too, and a watch whose subscriber cancels is "
            + "let go on the far side.")
public interface WatchRules extends JobsHarness {

  @ContractRule(id = "JOB-150", intent = "who watches knows each job's life without asking for it")
  default void startStopAndEndAreToldInThatOrder() throws Exception {
    try (JobWatch watch = watchFromNow(jobs())) {
      Job job = startShell("trap '' TERM; echo ready; while :; do sleep 60; done");
      assertThat(changed(watch.next())).isEqualTo(job);
      awaitOutput(job.id(), "ready");

      CompletionStage<StopOutcome> stop = jobs().requestStop(job.id(), Duration.ofMinutes(1));
      assertThat(changed(watch.next()).state()).isInstanceOf(JobState.Stopping.class);
      jobs().stop(job.id(), Duration.ZERO);

      assertThat(changed(watch.next())).isEqualTo(jobs().status(job.id()).job());
      stop.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }

  @ContractRule(id = "JOB-151", intent = "who comes late need not list the jobs and race with them")
  default void jobsThatAreKnownComeFirst() throws Exception {
    Job ended = startShell("exit 3");
    jobs().awaitExit(ended.id());
    Job running = jobs().start(JobSpec.of("sleep", "60"));

    try (JobWatch watch = jobs().openWatch(WatchQuery.all())) {
      List<Job> known = jobsUntilCaughtUp(watch);

      assertThat(known).contains(jobs().status(ended.id()).job(), running);
      assertThat(known.stream().map(Job::id)).doesNotHaveDuplicates();
    }
  }

  @ContractRule(id = "JOB-152", intent = "who wants news alone is not told what is old")
  default void watchFromNowTellsNothingOld() throws Exception {
    jobs().start(JobSpec.of("sleep", "60"));

    try (JobWatch watch = jobs().openWatch(WatchQuery.fromNow())) {
      assertThat(watch.next().orElseThrow()).isInstanceOf(JobEvent.CaughtUp.class);
    }
  }

  @ContractRule(id = "JOB-153", intent = "who was away misses nothing and hears nothing twice")
  default void watchGoesOnBehindAnEvent() throws Exception {
    WatchPosition position;
    try (JobWatch watch = watchFromNow(jobs())) {
      jobs().start(JobSpec.of("sleep", "60"));
      position = watch.next().orElseThrow().position();
    }
    Job meanwhile = jobs().start(JobSpec.of("sleep", "60"));

    try (JobWatch watch = jobs().openWatch(WatchQuery.after(position))) {
      assertThat(jobsUntilCaughtUp(watch)).containsExactly(meanwhile);
    }
  }

  @ContractRule(
      id = "JOB-154",
      intent = "a watch that is not read holds nobody up, and loses no end")
  default void watchIsToldWhatItAsksForAndTheEndAtLast() throws Exception {
    Probe<JobEvent> probe = new Probe<>();
    jobs().watch(WatchQuery.fromNow()).subscribe(probe);
    probe.subscription().request(1);
    assertThat(probe.next()).isInstanceOf(JobEvent.CaughtUp.class);

    Job job = startShell("exit 3");
    jobs().awaitExit(job.id());
    assertThat(probe.nextWithin(Duration.ofMillis(200))).as("an event nobody asked for").isEmpty();
    probe.subscription().request(Long.MAX_VALUE);

    Job told = changed(Optional.of(probe.next()));
    // A transport may have had the start on its way when the end came.
    if (told.state() instanceof JobState.Running) {
      told = changed(Optional.of(probe.next()));
    }
    assertThat(told).isEqualTo(jobs().status(job.id()).job());
    probe.subscription().cancel();
  }

  @ContractRule(
      id = "JOB-155",
      intent = "nobody learns of the jobs of others",
      needs = Capability.SEVERAL_OWNERS)
  default void jobsOfOthersAreNotTold() throws Exception {
    try (JobWatch watch = watchFromNow(jobs(), WatchQuery.fromNow().ofAllVisible())) {
      Job foreign = jobsOf("bob").start(JobSpec.of("true"));
      jobsOf("bob").awaitExit(foreign.id());
      Job own = jobs().start(JobSpec.of("sleep", "60"));

      assertThat(changed(watch.next())).isEqualTo(own);
    }
  }

  @ContractRule(
      id = "JOB-156",
      intent = "an admin can watch everybody's jobs, and their own alone",
      needs = Capability.ADMIN)
  default void adminIsToldOfAllJobsWhereThatIsAskedFor() throws Exception {
    try (JobWatch all = watchFromNow(jobsOfAdmin(), WatchQuery.fromNow().ofAllVisible());
        JobWatch own = watchFromNow(jobsOfAdmin())) {
      Job job = jobs().start(JobSpec.of("sleep", "60"));
      Job admins = jobsOfAdmin().start(JobSpec.of("sleep", "60"));

      assertThat(changed(all.next())).isEqualTo(job);
      assertThat(changed(own.next())).isEqualTo(admins);
    }
  }

  @ContractRule(id = "JOB-157", intent = "a made-up position is refused, not taken for the start")
  default void positionThatNoEventHadIsInvalid() throws Exception {
    WatchQuery query = WatchQuery.after(new WatchPosition("made up"));

    try (JobWatch watch = jobs().openWatch(query)) {
      assertThatExceptionOfType(JobsException.InvalidRequest.class)
          .isThrownBy(watch::next)
          .satisfies(refusal -> assertThat(refusal.field()).isEqualTo("position"));
    }
  }

  @ContractRule(id = "JOB-158", intent = "who stops watching is left alone")
  default void cancelledWatchIsToldNothingMore() throws Exception {
    Probe<JobEvent> probe = new Probe<>();
    jobs().watch(WatchQuery.fromNow()).subscribe(probe);
    probe.subscription().request(Long.MAX_VALUE);
    probe.next();

    probe.subscription().cancel();
    try (JobWatch other = watchFromNow(jobs())) {
      Job job = jobs().start(JobSpec.of("sleep", "60"));
      assertThat(changed(other.next())).isEqualTo(job);
    }

    assertThat(probe.nextWithin(Duration.ofMillis(200))).isEmpty();
    assertThat(probe.over()).isNotDone();
  }

  private static JobWatch watchFromNow(Jobs jobs) throws InterruptedException {
    return watchFromNow(jobs, WatchQuery.fromNow());
  }

  /** A watch that stands. */
  private static JobWatch watchFromNow(Jobs jobs, WatchQuery query) throws InterruptedException {
    JobWatch watch = jobs.openWatch(query);
    assertThat(watch.next().orElseThrow()).isInstanceOf(JobEvent.CaughtUp.class);
    return watch;
  }

  private static Job changed(Optional<JobEvent> event) {
    assertThat(event).get().isInstanceOf(JobEvent.Changed.class);
    return ((JobEvent.Changed) event.orElseThrow()).job();
  }

  private static List<Job> jobsUntilCaughtUp(JobWatch watch) throws InterruptedException {
    List<Job> known = new ArrayList<>();
    JobEvent event = watch.next().orElseThrow();
    while (!(event instanceof JobEvent.CaughtUp)) {
      known.add(changed(Optional.of(event)));
      event = watch.next().orElseThrow();
    }
    return known;
  }
}
