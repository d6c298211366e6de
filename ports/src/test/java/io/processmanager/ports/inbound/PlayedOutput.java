package io.processmanager.ports.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputItem;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A publisher for one subscriber, which a test plays. */
final class PlayedOutput implements Flow.Publisher<OutputItem>, Flow.Subscription {

  static final JobId JOB = new JobId(UUID.randomUUID());

  private static final JobState.Ended ENDED =
      new JobState.Running(Instant.EPOCH)
          .end(new Exit.Exited(0), new EndCause.ByItself(), Instant.EPOCH);

  private Flow.@Nullable Subscriber<? super OutputItem> subscriber;
  private volatile boolean cancelled;
  private long asked;

  @Override
  public void subscribe(Flow.Subscriber<? super OutputItem> given) {
    subscriber = given;
    given.onSubscribe(this);
  }

  @Override
  public void request(long items) {
    asked += items;
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  void print(long offset, String text) {
    give(chunk(offset, text));
  }

  void give(OutputItem item) {
    Objects.requireNonNull(subscriber).onNext(item);
  }

  void end(long offset) {
    give(endAt(offset));
    complete();
  }

  void complete() {
    Objects.requireNonNull(subscriber).onComplete();
  }

  void fail(Throwable cause) {
    Objects.requireNonNull(subscriber).onError(cause);
  }

  static OutputItem.End endAt(long offset) {
    return new OutputItem.End(offset, OutputCompletion.COMPLETE, ENDED);
  }

  static OutputItem chunk(long offset, String text) {
    return new OutputItem.Chunk(offset, ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  /** How many items have been asked for. */
  long asked() {
    return asked;
  }

  boolean isCancelled() {
    return cancelled;
  }

  /** Jobs that publish this, whatever they are asked for. */
  Jobs published() {
    Jobs jobs = mock(Jobs.class, CALLS_REAL_METHODS);
    doReturn(this).when(jobs).output(any(), any());
    return jobs;
  }

  OutputReader opened(OutputQuery query) {
    return published().openOutput(JOB, query);
  }
}
