package io.processmanager.adapters.grpc.server;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobEvent;
import io.processmanager.ports.inbound.JobPage;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.JobStatus;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.JobsProvider;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.RequestId;
import io.processmanager.ports.inbound.StopOutcome;
import io.processmanager.ports.inbound.WatchQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Jobs that run nothing: what a test tells them to do, they do, under the real access rule. */
public final class FakeJobs implements JobsProvider {

  private final Map<JobId, Job> jobs = new ConcurrentHashMap<>();

  /** The one future of all waits. */
  final CompletableFuture<JobState.Ended> exit = new CompletableFuture<>();

  /** The one future of all stops. */
  final CompletableFuture<StopOutcome> stop = new CompletableFuture<>();

  /** Counted down by the first wait. */
  final CountDownLatch waiting = new CountDownLatch(1);

  /** Counted down by the first stop. */
  final CountDownLatch stopping = new CountDownLatch(1);

  final FakeOutput output = new FakeOutput();
  volatile @Nullable RuntimeException failure;

  /** What {@code status} alone throws. */
  volatile @Nullable RuntimeException statusFailure;

  volatile @Nullable Caller lastCaller;
  volatile @Nullable OutputQuery lastQuery;
  volatile OutputQuery.@Nullable Start lastStart;

  /** What a search for where tails and times begin waits for. */
  volatile CountDownLatch searched = new CountDownLatch(0);

  /** Where tails and times begin. */
  volatile long begin;

  volatile @Nullable RequestId lastRequestId;
  volatile @Nullable Duration lastGrace;

  /** Gives every stop this answer. */
  public void answerStops(StopOutcome outcome) {
    stop.complete(outcome);
  }

  /** Knows none of the jobs any more. */
  void forgetAll() {
    jobs.clear();
  }

  @Override
  public Jobs forCaller(Caller caller) {
    lastCaller = caller;
    return new View(caller);
  }

  @Override
  public CompletionStage<Void> drain(Duration grace) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void close() {}

  private final class View implements Jobs {

    private final Caller caller;

    View(Caller caller) {
      this.caller = caller;
    }

    private Job permitted(JobId id) {
      RuntimeException wanted = failure;
      if (wanted != null) {
        throw wanted;
      }
      Job job = jobs.get(id);
      if (job == null) {
        throw new JobsException.NotFound(id);
      }
      if (!caller.mayAccess(job.owner())) {
        throw new JobsException.NotPermitted(id);
      }
      return job;
    }

    @Override
    public Job start(JobSpec spec) {
      RuntimeException wanted = failure;
      if (wanted != null) {
        throw wanted;
      }
      Job job =
          new Job(
              new JobId(UUID.randomUUID()),
              caller.owner(),
              spec,
              new JobState.Running(Instant.EPOCH));
      jobs.put(job.id(), job);
      return job;
    }

    @Override
    public Job start(JobSpec spec, RequestId requestId) {
      lastRequestId = requestId;
      return start(spec);
    }

    @Override
    public CompletionStage<StopOutcome> requestStop(JobId job) {
      return requestStop(job, permitted(job).spec().stopPolicy().grace());
    }

    @Override
    public CompletionStage<StopOutcome> requestStop(JobId job, Duration grace) {
      permitted(job);
      lastGrace = grace;
      stopping.countDown();
      return stop;
    }

    @Override
    public JobStatus status(JobId job) {
      RuntimeException unreadable = statusFailure;
      if (unreadable != null) {
        throw unreadable;
      }
      return new JobStatus(permitted(job), OutputLog.empty(), new ProcessStatus.Gone());
    }

    @Override
    public JobPage list(JobQuery query) {
      List<Job> visible =
          jobs.values().stream()
              .filter(job -> caller.mayAccess(job.owner()))
              .filter(job -> job.id().toString().startsWith(query.idPrefix()))
              .toList();
      return new JobPage(visible, query.pageToken());
    }

    @Override
    public void signal(JobId job, Signal signal) {
      permitted(job);
    }

    @Override
    public CompletionStage<JobState.Ended> onExit(JobId job) {
      permitted(job);
      waiting.countDown();
      return exit;
    }

    @Override
    public Flow.Publisher<JobEvent> watch(WatchQuery query) {
      throw new UnsupportedOperationException("no test of these jobs watches them");
    }

    @Override
    public long locateOutput(JobId job, OutputQuery.Start start) {
      lastStart = start;
      permitted(job);
      if (start instanceof OutputQuery.Start.AtOffset at) {
        return at.offset();
      }
      try {
        searched.await();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      return begin;
    }

    @Override
    public Flow.Publisher<OutputItem> output(JobId job, OutputQuery query) {
      lastQuery = query;
      permitted(job);
      return output;
    }
  }
}
