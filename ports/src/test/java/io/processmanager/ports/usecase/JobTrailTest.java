package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.outbound.Audit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the audit is told of a job that ends while something is done to it. */
final class JobTrailTest {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final FakePorts ports = new FakePorts();
  private final List<Audit.Event> told = new ArrayList<>();

  /** The job ends before the trail has taken down what is called so. */
  private Jobs endingAt(Class<? extends Audit.Event> deed) {
    ports.auditWith(
        event -> {
          if (deed.isInstance(event)) {
            ports.processes.last().end(new Exit.Exited(0));
          }
          told.add(event);
        });
    return LocalJobs.over(ports).forCaller(Caller.user("alice"));
  }

  @Test
  void endIsToldWhileAllReadersOfOutputHang() {
    ports.readWith(hangs -> {});
    var unused = LocalJobs.over(ports).forCaller(Caller.user("alice")).start(JobSpec.of("x"));

    ports.processes.last().end(new Exit.Exited(0));

    assertThat(ports.trail)
        .hasExactlyElementsOfTypes(Audit.Event.Started.class, Audit.Event.Ended.class);
  }

  @Test
  void endComesAfterTheSignalBeforeIt() {
    Jobs jobs = endingAt(Audit.Event.SignalSent.class);
    Job job = jobs.start(JobSpec.of("x"));

    jobs.signal(job.id(), Signal.HUP);

    assertThat(told)
        .hasExactlyElementsOfTypes(
            Audit.Event.Started.class, Audit.Event.SignalSent.class, Audit.Event.Ended.class);
  }

  @Test
  void endComesAfterTheStopBeforeIt() {
    Jobs jobs = endingAt(Audit.Event.StopRequested.class);
    Job job = jobs.start(JobSpec.of("x"));

    var unused = jobs.requestStop(job.id());

    assertThat(told)
        .hasExactlyElementsOfTypes(
            Audit.Event.Started.class, Audit.Event.StopRequested.class, Audit.Event.Ended.class);
  }

  @Test
  void endComesAfterTheRunTimeThatWasOverBeforeIt() {
    Jobs jobs = endingAt(Audit.Event.RunTimeOver.class);
    jobs.start(JobSpec.of("x").withMaximumRunTime(LIMIT));

    ports.pass(LIMIT);

    assertThat(told)
        .hasExactlyElementsOfTypes(
            Audit.Event.Started.class, Audit.Event.RunTimeOver.class, Audit.Event.Ended.class);
  }

  @Test
  void endIsToldOnceWhateverWasDoneBefore() {
    Jobs jobs = endingAt(Audit.Event.SignalSent.class);
    Job job = jobs.start(JobSpec.of("x"));

    jobs.signal(job.id(), Signal.HUP);
    ports.pass(LIMIT);

    assertThat(told).filteredOn(Audit.Event.Ended.class::isInstance).hasSize(1);
  }
}
