package io.processmanager.cli.command;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.Thoroughness;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.JobEvent;
import io.processmanager.ports.inbound.JobPage;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.JobStatus;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.RequestId;
import io.processmanager.ports.inbound.StopOutcome;
import io.processmanager.ports.inbound.WatchQuery;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Jobs that answer as a test says, and remember what they were asked. */
final class FakeJobs implements Jobs {

  final List<String> calls = new ArrayList<>();
  final Deque<JobPage> pages = new ArrayDeque<>();
  List<OutputItem> output = List.of();
  Runnable onOutput = () -> {};
  Job job = Samples.running();
  JobStatus status = Samples.status();
  JobState.Ended end = Samples.exited(0);
  @Nullable StopOutcome stopped;
  @Nullable JobSpec startedSpec;
  @Nullable JobsException refusal;
  @Nullable JobsException outputRefusal;

  private void called(String call) {
    calls.add(call);
    if (refusal != null) {
      throw refusal;
    }
  }

  @Override
  public Job start(JobSpec spec) {
    called("start");
    startedSpec = spec;
    return job;
  }

  @Override
  public Job start(JobSpec spec, RequestId requestId) {
    called("start as " + requestId.value());
    startedSpec = spec;
    return job;
  }

  @Override
  public CompletionStage<StopOutcome> requestStop(JobId id) {
    called("stop " + id);
    return stop();
  }

  @Override
  public CompletionStage<StopOutcome> requestStop(JobId id, Duration grace) {
    called("stop " + id + " " + grace);
    return stop();
  }

  private CompletionStage<StopOutcome> stop() {
    StopOutcome outcome = stopped;
    return CompletableFuture.completedStage(
        outcome == null ? new StopOutcome(end, false, Thoroughness.COMPLETE) : outcome);
  }

  @Override
  public JobStatus status(JobId id) {
    called("status " + id);
    return status;
  }

  @Override
  public JobPage list(JobQuery query) {
    called("list " + query.scope() + " '" + query.idPrefix() + "' '" + query.pageToken() + "'");
    return pages.isEmpty() ? new JobPage(List.of(), "") : pages.removeFirst();
  }

  @Override
  public void signal(JobId id, Signal signal) {
    called("signal " + id + " " + signal);
  }

  @Override
  public CompletionStage<JobState.Ended> onExit(JobId id) {
    called("wait " + id);
    return CompletableFuture.completedStage(end);
  }

  @Override
  public Flow.Publisher<JobEvent> watch(WatchQuery query) {
    throw new AssertionError("no command asks for that");
  }

  @Override
  public long locateOutput(JobId id, OutputQuery.Start start) {
    throw new AssertionError("no command asks for that");
  }

  @Override
  public Flow.Publisher<OutputItem> output(JobId id, OutputQuery query) {
    calls.add(
        "output "
            + id
            + " "
            + query.start()
            + " follow="
            + query.follow()
            + (query.limitBytes() == Long.MAX_VALUE ? "" : " limit=" + query.limitBytes())
            + (query.captureTimes() ? " times" : ""));
    onOutput.run();
    return subscriber -> subscriber.onSubscribe(new Feed(subscriber, outputRefusal));
  }

  /** Gives one item for each that is asked for, then ends as the test says. */
  private final class Feed implements Flow.Subscription {

    private final Flow.Subscriber<? super OutputItem> subscriber;
    private final @Nullable JobsException ending;
    private final Deque<OutputItem> left = new ArrayDeque<>(output);
    private boolean over;

    Feed(Flow.Subscriber<? super OutputItem> subscriber, @Nullable JobsException ending) {
      this.subscriber = subscriber;
      this.ending = ending;
    }

    @Override
    public void request(long items) {
      for (long given = 0; given < items && !left.isEmpty(); given++) {
        subscriber.onNext(left.removeFirst());
      }
      if (left.isEmpty() && !over) {
        over = true;
        if (ending == null) {
          subscriber.onComplete();
        } else {
          subscriber.onError(ending);
        }
      }
    }

    @Override
    public void cancel() {
      over = true;
      left.clear();
    }
  }
}
