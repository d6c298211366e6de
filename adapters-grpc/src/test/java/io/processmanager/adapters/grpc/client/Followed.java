package io.processmanager.adapters.grpc.client;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.JobsException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Notes what a reader is signalled and what its listener is told, one after the other. */
class Followed implements Flow.Subscriber<OutputItem>, ReconnectListener {

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  volatile Flow.@Nullable Subscription subscription;
  volatile @Nullable Throwable error;

  /** The next thing that happens, within a bound. */
  String next() throws InterruptedException {
    String event = events.poll(20, TimeUnit.SECONDS);
    return event == null ? "nothing" : event;
  }

  boolean isQuiet() {
    return events.isEmpty();
  }

  void request(long items) {
    Flow.Subscription given = subscription;
    if (given != null) {
      given.request(items);
    }
  }

  void cancel() {
    Flow.Subscription given = subscription;
    if (given != null) {
      given.cancel();
    }
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
  }

  @Override
  public void onNext(OutputItem item) {
    if (item instanceof OutputItem.Chunk chunk) {
      events.add(chunk.offset() + ":" + StandardCharsets.UTF_8.decode(chunk.data()));
    } else {
      events.add(item.getClass().getSimpleName() + " " + item.nextOffset());
    }
  }

  @Override
  public void onError(Throwable cause) {
    error = cause;
    events.add("error");
  }

  @Override
  public void onComplete() {
    events.add("complete");
  }

  @Override
  public void onConnectionLost(JobId job, long offset, JobsException cause, Duration untilNextTry) {
    events.add("lost " + offset);
  }

  @Override
  public void onResumed(JobId job, long offset) {
    events.add("resumed " + offset);
  }
}
