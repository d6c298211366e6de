package io.processmanager.ports.inbound;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputItem;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Collects a job's output up to a limit. Who completes it from outside, as a cancel or a time-out
 * does, ends the reading.
 *
 * <p><b>Threading.</b> Signals come one after the other, as {@link Flow} has it.
 */
final class OutputCollection extends CompletableFuture<OutputCollection.Collected>
    implements Flow.Subscriber<OutputItem> {

  private static final int BUFFER_BYTES = 8192;

  /** As many as one array takes. */
  private static final long MOST_BYTES = Integer.MAX_VALUE - 64L;

  private final long limitBytes;
  private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private volatile Flow.@Nullable Subscription subscription;
  private long missingBytes;
  private boolean truncated;
  private OutputItem.@Nullable End end;

  private OutputCollection(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** Begins to collect what {@code jobs} publish of a job's output, from its first byte. */
  static OutputCollection begin(Jobs jobs, JobId job, long limit) {
    requireLimit(limit);
    OutputCollection collection = new OutputCollection(limit);
    var unused = collection.whenComplete((collected, failed) -> collection.letGo());
    // One byte more tells an output that is as long as the limit from one that is longer.
    jobs.output(job, OutputQuery.all().withLimit(limit + 1)).subscribe(collection);
    return collection;
  }

  /** The output alone. A refusal is the future's own; who completes it ends the reading. */
  static CompletableFuture<CollectedOutput> collect(Jobs jobs, JobId job, long limit) {
    requireLimit(limit);
    OutputCollection collection;
    try {
      collection = begin(jobs, job, limit);
    } catch (JobsException refusal) {
      return failedFuture(refusal);
    }
    CompletableFuture<CollectedOutput> output = new CompletableFuture<>();
    var unused =
        collection.whenComplete(
            (collected, failed) -> {
              if (failed == null) {
                output.complete(collected.output());
              } else {
                output.completeExceptionally(failed);
              }
            });
    var unusedToo = output.whenComplete((given, failed) -> collection.cancel(true));
    return output;
  }

  static void requireLimit(long bytes) {
    if (bytes < 0 || bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "limitBytes " + bytes + " is not between 0 and " + MOST_BYTES);
    }
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (isDone()) {
      given.cancel();
    } else {
      given.request(Long.MAX_VALUE);
    }
  }

  @Override
  public void onNext(OutputItem item) {
    if (isDone()) {
      return;
    }
    try {
      collect(item);
    } catch (RuntimeException | Error unforeseen) {
      fail(unforeseen);
    }
  }

  private void collect(OutputItem item) {
    if (item instanceof OutputItem.Chunk chunk) {
      add(chunk.data());
    } else if (item instanceof OutputItem.Gap gap) {
      missingBytes += gap.lengthBytes();
    } else if (item instanceof OutputItem.End last) {
      end = last;
    }
  }

  private void add(ByteBuffer data) {
    long room = limitBytes - bytes.size();
    truncated |= data.remaining() > room;
    data.limit((int) Math.min(data.limit(), data.position() + room));
    while (data.hasRemaining()) {
      int part = Math.min(data.remaining(), buffer.length);
      data.get(buffer, 0, part);
      bytes.write(buffer, 0, part);
    }
  }

  @Override
  public void onError(Throwable cause) {
    completeExceptionally(cause);
  }

  @Override
  public void onComplete() {
    try {
      if (end == null && !truncated) {
        onError(
            new JobsException.Unavailable("the stream ended before the job's output did", null));
      } else {
        complete(collected());
      }
    } catch (RuntimeException | Error unforeseen) {
      fail(unforeseen);
    }
  }

  private Collected collected() {
    Optional<OutputItem.End> last = Optional.ofNullable(end);
    boolean cutOff = last.filter(OutputCollection::isCutOff).isPresent();
    return new Collected(
        CollectedOutput.owning(bytes.toByteArray(), missingBytes, truncated, cutOff),
        last.map(OutputItem.End::job));
  }

  private static boolean isCutOff(OutputItem.End last) {
    return last.completion() == OutputCompletion.CUT_OFF;
  }

  /**
   * What a subscriber throws nobody tells those who wait for it, and there may be more output than
   * memory.
   */
  private void fail(Throwable cause) {
    // Makes room first: to tell of it takes memory, too.
    bytes = new ByteArrayOutputStream(0);
    completeExceptionally(new JobsException.Failed("the output cannot be collected", cause));
  }

  /** However it was completed, by its stream or by somebody who has waited for long enough. */
  private void letGo() {
    Flow.Subscription current = subscription;
    if (current != null) {
      current.cancel();
    }
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }

  /**
   * What was collected.
   *
   * @param end how the job ended; empty if the limit was reached before the end of the output
   */
  record Collected(CollectedOutput output, Optional<JobState.Ended> end) {}
}
