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
import io.processmanager.ports.outbound.ProcessLauncher;
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

  private static final int LARGEST_CHUNK_BYTES = 64 * 1024;
  private static final int SMALLEST_CHUNK_BYTES = 8 * 1024;
  private static final int CHUNKS_IN_ALL_BYTES = 4 << 20;

  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);
  private static final Caller OPERATOR = Caller.admin("process-manager");

  private final OutboundPorts ports;
  private final Audit audit;
  private final JobRegistry jobs;
  private final StartRequests requests = new StartRequests(StartRequests.MOST_FORGOTTEN);
  private final Admission admission = new Admission();
  private final @Nullable Expiry expiry;
  private final AtClose atClose;
  private final Object closing = new Object();
  private boolean closed;
  private volatile boolean unavailable;
  private final JobChanges changes;
  private final Set<PulledSubscription<?>> followers = ConcurrentHashMap.newKeySet();

  /**
   * @param keptFor how long jobs of which nothing is left are known; null for as long as their
   *     number allows
   */
  JobEngine(OutboundPorts ports, JobRegistry jobs, @Nullable Duration keptFor, AtClose atClose) {
    this.ports = ports;
    this.atClose = atClose;
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
    ProcessRef process = ports.processes().launch(id, by.owner(), spec);
    try {
      return managed(by, id, spec, process).snapshot();
    } catch (RuntimeException | Error failure) {
      undo(id, process);
      throw failure;
    }
  }

  private ManagedJob managed(Caller by, JobId id, JobSpec spec, ProcessRef process) {
    Job job = new Job(id, by.owner(), spec, new JobState.Running(ports.time().instant()));
    ManagedJob managed = new ManagedJob(ports, audit, changes, job, process, this::gone);
    managed.appear(jobs);
    audit.record(new Audit.Event.Started(job, process.pid()));
    managed.watch();
    return managed;
  }

  /** Nobody would ever hear of the process: it is killed, and its job was never there. */
  private void undo(JobId id, ProcessRef process) {
    ProcessLauncher processes = ports.processes();
    jobs.remove(id);
    changes.forget(id);
    processes.kill(process);
    var unused =
        processes
            .onExit(process)
            .thenCompose(end -> processes.retire(process, Duration.ZERO))
            .thenAccept(retired -> ports.storage().delete(id));
  }

  Job startOnce(Caller by, JobSpec spec, RequestId request) {
    Duration now = ports.scheduler().elapsed();
    Job job = requests.once(by.owner(), request, spec, now, () -> start(by, spec));
    Optional<ManagedJob> known = jobs.find(job.id());
    if (known.isEmpty()) {
      // It may have ended and been forgotten before its request was noted.
      requests.jobForgotten(job.id(), ports.scheduler().elapsed());
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
    Duration now = ports.scheduler().elapsed();
    for (JobId forgotten : old) {
      requests.jobForgotten(forgotten, now);
      changes.forget(forgotten);
      ports.storage().delete(forgotten);
    }
  }

  /** The access rule, for every way to a job. */
  ManagedJob find(Caller by, JobId id, String operation) {
    requireOpen();
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
      requireOpen();
      throw new JobsException.NotFound(managed.id());
    }
    // The job first: what it was told to be later can only have less of a process, never more.
    Job job = managed.snapshot();
    ProcessStatus process =
        job.state() instanceof JobState.Ended ? new ProcessStatus.Gone() : managed.process();
    return new JobStatus(job, output, process);
  }

  JobPage list(Caller by, JobQuery query) {
    requireOpen();
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
            () -> OutputCursor.open(ports, job.get(), query, this::largestChunk),
            "the output cannot be read",
            followers::remove));
  }

  /**
   * The more there are that read, the less each is given at once: a transport holds a chunk for
   * each that cannot keep up.
   */
  private int largestChunk() {
    int share = CHUNKS_IN_ALL_BYTES / Math.max(1, followers.size());
    return Math.max(SMALLEST_CHUNK_BYTES, Math.min(LARGEST_CHUNK_BYTES, share));
  }

  void watch(Flow.Subscriber<? super JobEvent> subscriber, Caller by, WatchQuery query) {
    begin(
        new PulledSubscription<>(
            ports.observers(),
            subscriber,
            opened(by, query),
            "the jobs cannot be watched",
            followers::remove));
  }

  /** At once: a watch from now on is one from when it was asked for. */
  private Supplier<ChangeCursor> opened(Caller by, WatchQuery query) {
    try {
      requireOpen();
      ChangeCursor cursor = ChangeCursor.open(changes, by, query);
      return () -> cursor;
    } catch (JobsException refusal) {
      return () -> {
        throw refusal;
      };
    }
  }

  private void begin(PulledSubscription<?> subscription) {
    followers.add(subscription);
    if (unavailable) {
      // The close may have told the followers before this one was among them.
      subscription.fail(closedException());
    }
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

  /** Whoever closes second returns when the first has closed. */
  void close() {
    synchronized (closing) {
      if (!closed) {
        closed = true;
        closeOnce();
      }
    }
  }

  private void closeOnce() {
    endJobs();
    // From here on nobody begins to wait who would not be told below.
    unavailable = true;
    if (expiry != null) {
      expiry.close();
    }
    followers.forEach(follower -> follower.fail(closedException()));
    try {
      closePorts();
    } finally {
      jobs.all().forEach(job -> job.abandon(JobEngine::closedException));
    }
  }

  private void closePorts() {
    if (atClose instanceof AtClose.Leave) {
      ports.closeAndLeave();
    } else {
      ports.close();
    }
  }

  private void endJobs() {
    if (atClose instanceof AtClose.Leave) {
      endWithin(admission.close().thenCompose(nobodyInside -> finishStops()), LONGEST_CLOSE);
    } else if (atClose instanceof AtClose.Stop stop) {
      endWithin(drain(stop.grace()), stop.grace().plus(LONGEST_CLOSE));
    } else {
      endWithin(drain(Duration.ZERO), LONGEST_CLOSE);
    }
  }

  /** Who was promised that a job would be stopped gets that, at once. */
  private CompletableFuture<Void> finishStops() {
    return CompletableFuture.allOf(
        jobs.all().stream()
            .filter(JobEngine::isBeingStopped)
            .map(job -> job.stop(OPERATOR, Duration.ZERO))
            .toArray(CompletableFuture[]::new));
  }

  private static boolean isBeingStopped(ManagedJob job) {
    JobState state = job.snapshot().state();
    return state instanceof JobState.Stopping
        || (state instanceof JobState.Ended end && end.cause().followedStop());
  }

  private void requireOpen() {
    if (unavailable) {
      throw closedException();
    }
  }

  private static JobsException closedException() {
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
