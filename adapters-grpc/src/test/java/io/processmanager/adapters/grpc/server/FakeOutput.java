package io.processmanager.adapters.grpc.server;

import io.processmanager.domain.log.OutputItem;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An output for one subscriber: silent, or as many chunks as are asked for. It counts what it was
 * asked for and notices when nobody is there any more.
 */
final class FakeOutput implements Flow.Publisher<OutputItem> {

  static final int CHUNK_BYTES = 16 << 10;

  final CountDownLatch subscribed = new CountDownLatch(1);
  final CountDownLatch cancelled = new CountDownLatch(1);
  final AtomicLong requested = new AtomicLong();
  private final AtomicLong offset = new AtomicLong();
  private volatile boolean endless;
  private volatile Flow.@Nullable Subscriber<? super OutputItem> subscriber;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "fake-output");
            thread.setDaemon(true);
            return thread;
          });

  /** Answers each demand with a chunk of {@link #CHUNK_BYTES} from now on. */
  void flow() {
    endless = true;
  }

  /** Publishes these and completes. */
  void publish(OutputItem... items) {
    signal(
        () -> {
          for (OutputItem item : items) {
            current().onNext(item);
          }
          current().onComplete();
        });
  }

  private Flow.Subscriber<? super OutputItem> current() {
    Flow.Subscriber<? super OutputItem> present = subscriber;
    if (present == null) {
      throw new IllegalStateException("nobody has subscribed");
    }
    return present;
  }

  private void signal(Runnable signals) {
    ((Executor) writer).execute(signals);
  }

  @Override
  public void subscribe(Flow.Subscriber<? super OutputItem> given) {
    subscriber = given;
    given.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long items) {
            requested.addAndGet(items);
            if (endless) {
              signal(
                  () -> {
                    for (long i = 0; i < items && cancelled.getCount() > 0; i++) {
                      given.onNext(chunk());
                    }
                  });
            }
          }

          @Override
          public void cancel() {
            cancelled.countDown();
          }
        });
    subscribed.countDown();
  }

  private OutputItem chunk() {
    return new OutputItem.Chunk(
        offset.getAndAdd(CHUNK_BYTES), ByteBuffer.wrap(new byte[CHUNK_BYTES]));
  }
}
