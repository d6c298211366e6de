package io.processmanager.ports.usecase;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobEvent;
import io.processmanager.ports.inbound.JobPage;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.JobStatus;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.RequestId;
import io.processmanager.ports.inbound.WatchQuery;
import io.processmanager.ports.outbound.Audit;
import io.processmanager.ports.outbound.OutboundPorts;
import io.processmanager.ports.outbound.ProcessRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What all callers share: the jobs, and the ports that they run on. */
final class JobEngine {

  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);
  private static final Caller OPERATOR = Caller.admin("process-manager");

  private final OutboundPorts ports;
  private final Audit audit;
  private final JobRegistry jobs;
  private final StartRequests requests = new StartRequests();
  private final Admission admission = new Admission();
  private final @Nullable Expiry expiry;
  private final JobChanges changes;
  private final Set<PulledSubscription<?>> followers = ConcurrentHashMap.newKeySet();

  /**
   * @param keptFor how long jobs of which nothing is left are known; null for as long as their
   *     number allows
   */
  JobEngine(OutboundPorts ports, JobRegistry jobs, @Nullable Duration keptFor) {
    this.ports = ports;
    this.audit = GuardedAudit.of(ports.audit());
    this.jobs = jobs;
    this.changes = new JobChanges(ports.ids().next().toString());
    this.expiry =
        keptFor == null ? null : new Expiry(ports.scheduler(), jobs, keptFor, this::forget);
  }

  Job start(Caller by, JobSpec spec) {
    admission.enter();
    try {
      return launch(by, spec);
    } catch (JobsException refusal) {
      audit.record(new Audit.Event.NotStarted(by, spec, String.valueOf(refusal.getMessage())));
      throw refusal;
    } finally {
      admission.leave();
    }
  }

  private Job launch(Caller by, JobSpec spec) {
    JobId id = ports.ids().next();
    ProcessRef process = ports.processes().launch(id, spec);
    Job job = new Job(id, by.owner(), spec, new JobState.Running(ports.time().instant()));
    ManagedJob managed = new ManagedJob(ports, audit, changes, job, process, this::gone);
    managed.appear(jobs);
    audit.record(new Audit.Event.Started(job, process.pid()));
    managed.watch();
    return managed.snapshot();
  }

  Job startOnce(Caller by, JobSpec spec, RequestId request) {
    Job job = requests.once(by.owner(), request, spec, () -> start(by, spec));
    Optional<ManagedJob> known = jobs.find(job.id());
    if (known.isEmpty()) {
      // It ended and was forgotten before its request was noted.
      requests.forget(job.id());
    }
    return known.map(ManagedJob::snapshot).orElse(job);
  }

  private void gone(ManagedJob job) {
    forget(jobs.markGone(job, ports.scheduler().elapsed()));
    if (expiry != null) {
      expiry.watch();
    }
  }

  private void forget(List<JobId> old) {
    for (JobId forgotten : old) {
      requests.forget(forgotten);
      changes.forget(forgotten);
      ports.storage().delete(forgotten);
    }
  }

  /** The access rule, for every way to a job. */
  ManagedJob find(Caller by, JobId id, String operation) {
    ManagedJob job = jobs.find(id).orElseThrow(() -> new JobsException.NotFound(id));
    if (!by.mayAccess(job.snapshot().owner())) {
      audit.record(new Audit.Event.AccessRefused(by, id, operation));
      throw new JobsException.NotPermitted(id);
    }
    return job;
  }

  JobStatus status(ManagedJob managed) {
    OutputLog output;
    try {
      output = ports.storage().log(managed.id());
    } catch (IllegalArgumentException forgottenMeanwhile) {
      throw new JobsException.NotFound(managed.id());
    }
    // The job first: what it was told to be later can only have less of a process, never more.
    Job job = managed.snapshot();
    ProcessStatus process =
        job.state() instanceof JobState.Ended ? new ProcessStatus.Gone() : managed.process();
    return new JobStatus(job, output, process);
  }

  JobPage list(Caller by, JobQuery query) {
    return JobPages.page(jobs, by, query);
  }

  long locateOutput(ManagedJob job, OutputQuery.Start start) {
    return OutputStart.locate(ports.storage(), job.id(), start);
  }

  void follow(
      Flow.Subscriber<? super OutputItem> subscriber, Supplier<ManagedJob> job, OutputQuery query) {
    begin(
        new PulledSubscription<>(
            ports.readers(),
            subscriber,
            () -> OutputCursor.open(ports.storage(), job.get(), query),
            "the output cannot be read",
            followers::remove));
  }

  void watch(Flow.Subscriber<? super JobEvent> subscriber, Caller by, WatchQuery query) {
    begin(
        new PulledSubscription<>(
            ports.readers(),
            subscriber,
            () -> ChangeCursor.open(changes, by, query),
            "the jobs cannot be watched",
            followers::remove));
  }

  private void begin(PulledSubscription<?> subscription) {
    followers.add(subscription);
    subscription.begin();
  }

  /** How many watches wait for a change. */
  int waitingWatches() {
    return changes.waiting();
  }

  CompletableFuture<Void> drain(Duration grace) {
    if (grace.isNegative()) {
      throw new IllegalArgumentException("grace " + grace + " is negative");
    }
    return admission.close().thenCompose(nobodyInside -> stopAll(grace));
  }

  private CompletableFuture<Void> stopAll(Duration grace) {
    List<CompletableFuture<?>> ends = new ArrayList<>();
    for (ManagedJob job : jobs.all()) {
      ends.add(job.onGone());
      ends.add(job.stop(OPERATOR, grace));
    }
    return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
  }

  void close() {
    endWithin(drain(Duration.ZERO), LONGEST_CLOSE);
    if (expiry != null) {
      expiry.close();
    }
    followers.forEach(follower -> follower.fail(closed()));
    ports.close();
    jobs.all().forEach(job -> job.abandon(JobEngine::closed));
  }

  private static JobsException closed() {
    return new JobsException.Unavailable("the jobs have been closed", null);
  }

  private static void endWithin(CompletableFuture<Void> drain, Duration longest) {
    try {
      drain.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException leftToThePorts) {
      drain.cancel(true);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
