package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.OutputReader;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ended jobs that are forgotten when their time is over. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ExpiryTest {

  private static final Duration WEEK = Duration.ofDays(7);

  private final FakePorts ports = new FakePorts();
  private final LocalJobs local = LocalJobs.builder().endedJobsKeptFor(WEEK).over(ports);
  private final Jobs jobs = local.forCaller(Caller.user("alice"));

  private Job ended() {
    Job job = jobs.start(JobSpec.of("x"));
    ports.processes.last().print("0123456789");
    ports.processes.last().end(new Exit.Exited(0));
    return job;
  }

  @Test
  void endedJobIsForgottenWithItsOutputWhenItsTimeIsOver() {
    Job job = ended();

    ports.pass(WEEK.minusSeconds(1));
    assertThat(jobs.status(job.id()).output().endOffset()).isEqualTo(10);
    ports.pass(Duration.ofSeconds(1));

    assertThatExceptionOfType(JobsException.NotFound.class).isThrownBy(() -> jobs.status(job.id()));
    assertThat(ports.storage.has(job.id())).isFalse();
  }

  @Test
  void jobsMayBeKeptForLongerThanAnyClockGoes() {
    try (LocalJobs forever =
        LocalJobs.builder().endedJobsKeptFor(Duration.ofSeconds(Long.MAX_VALUE)).over(ports)) {
      Jobs kept = forever.forCaller(Caller.user("alice"));
      ports.pass(WEEK);
      Job job = kept.start(JobSpec.of("x"));
      ports.processes.last().end(new Exit.Exited(0));

      ports.pass(Duration.ofDays(700));

      assertThat(kept.status(job.id()).job().id()).isEqualTo(job.id());
      assertThat(ports.pendingAlarms()).isEqualTo(1);
    }
  }

  @Test
  void eachJobHasItsOwnTimeAndAllOfThemOneTimer() {
    Job first = ended();
    ports.pass(Duration.ofDays(1));
    Job second = ended();
    assertThat(ports.pendingAlarms()).isEqualTo(1);

    ports.pass(Duration.ofDays(6));

    assertThat(jobs.list(JobQuery.own()).jobs()).extracting(Job::id).containsExactly(second.id());
    ports.pass(Duration.ofDays(1));
    assertThat(jobs.list(JobQuery.own()).jobs()).isEmpty();
    assertThat(ports.storage.has(first.id())).isFalse();
    assertThat(ports.pendingAlarms()).isZero();
  }

  @Test
  void runningJobIsNotForgotten() {
    Job job = jobs.start(JobSpec.of("x"));

    ports.pass(WEEK.multipliedBy(2));

    assertThat(jobs.status(job.id()).job().id()).isEqualTo(job.id());
  }

  @Test
  void readerInTheMiddleIsToldThatTheJobIsGone() throws Exception {
    Job job = ended();
    OneByOne reader = new OneByOne();
    jobs.output(job.id(), OutputQuery.all()).subscribe(reader);
    reader.subscription().request(1);
    assertThat(reader.items).isEqualTo(1);

    ports.pass(WEEK);
    reader.subscription().request(1);

    assertThat(reader.error).isInstanceOf(JobsException.NotFound.class);
    try (OutputReader late = jobs.openOutput(job.id(), OutputQuery.all())) {
      assertThatThrownBy(late::next).isInstanceOf(JobsException.NotFound.class);
    }
  }

  @Test
  void closingTakesTheTimerBack() {
    ended();

    local.close();

    assertThat(ports.pendingAlarms()).isZero();
  }

  @Test
  void withoutAnAgeJobsAreKeptAsTheirNumberAllows() {
    Jobs ageless = LocalJobs.over(ports).forCaller(Caller.user("bob"));
    Job job = ageless.start(JobSpec.of("x"));
    ports.processes.last().end(new Exit.Exited(0));

    ports.pass(WEEK.multipliedBy(1000));

    assertThat(ageless.status(job.id()).job().id()).isEqualTo(job.id());
  }

  /** Counts what it is given. */
  private static final class OneByOne implements Flow.Subscriber<OutputItem> {

    private Flow.@Nullable Subscription subscription;
    private @Nullable Throwable error;
    private int items;

    Flow.Subscription subscription() {
      return Objects.requireNonNull(subscription);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
    }

    @Override
    public void onNext(OutputItem item) {
      items++;
    }

    @Override
    public void onError(Throwable cause) {
      error = cause;
    }

    @Override
    public void onComplete() {}
  }
}
