package io.processmanager.benchmark;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.OutputQuery;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One follower that counts what comes, and fails where something is missing. */
final class Following implements Flow.Subscriber<OutputItem> {

  private static final int AHEAD = 8;

  private final AtomicLong bytes = new AtomicLong();
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private volatile Flow.@Nullable Subscription subscription;
  private long nextOffset;

  static Following of(Jobs jobs, JobId job) {
    Following following = new Following();
    jobs.output(job, OutputQuery.all()).subscribe(following);
    return following;
  }

  /** Bytes so far, of which none is missing. */
  long bytes() {
    return bytes.get();
  }

  /** Completes with the output's end; fails if something was missing. */
  CompletableFuture<Void> end() {
    return end;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(AHEAD);
  }

  @Override
  public void onNext(OutputItem item) {
    if (item instanceof OutputItem.Chunk chunk && chunk.offset() == nextOffset) {
      bytes.addAndGet(chunk.data().remaining());
    } else if (!(item instanceof OutputItem.End)) {
      end.completeExceptionally(new IllegalStateException(item + " at " + nextOffset));
    }
    nextOffset = item.nextOffset();
    Flow.Subscription current = subscription;
    if (current != null) {
      current.request(1);
    }
  }

  @Override
  public void onError(Throwable failure) {
    end.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    end.complete(null);
  }
}
