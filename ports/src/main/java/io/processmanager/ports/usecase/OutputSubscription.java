package io.processmanager.ports.usecase;

import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.outbound.OutboundPorts;
import io.processmanager.ports.outbound.Registration;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's way through a job's output.
 *
 * <p>Whatever may let it go on (demand, growth, the job's end) calls {@link #wake}. The first wake
 * puts {@link #run} on the readers' executor; wakes that come while it runs are counted and make it
 * look again. So signals are serial, and no thread is held while there is nothing to do.
 */
final class OutputSubscription implements Flow.Subscription, Runnable {

  private static final int ITEMS_BEFORE_YIELD = 32;

  private final OutboundPorts ports;
  private final Flow.Subscriber<? super OutputItem> subscriber;
  private final Supplier<ManagedJob> job;
  private final OutputQuery query;
  private final Consumer<OutputSubscription> whenOver;

  private final AtomicLong demand = new AtomicLong();

  /**
   * One from the beginning: no signal overtakes {@code onSubscribe}, which {@link #begin} sends.
   */
  private final AtomicInteger wakes = new AtomicInteger(1);

  private volatile boolean over;
  private volatile @Nullable Throwable failure;
  private volatile Registration growth = () -> {};

  /** Touched by {@link #run} only. */
  private @Nullable OutputCursor cursor;

  /**
   * @param job finds the job, or refuses
   * @param whenOver told when nothing more will be signalled
   */
  OutputSubscription(
      OutboundPorts ports,
      Flow.Subscriber<? super OutputItem> subscriber,
      Supplier<ManagedJob> job,
      OutputQuery query,
      Consumer<OutputSubscription> whenOver) {
    this.ports = ports;
    this.subscriber = Objects.requireNonNull(subscriber, "subscriber");
    this.job = job;
    this.query = query;
    this.whenOver = whenOver;
  }

  void begin() {
    try {
      subscriber.onSubscribe(this);
    } catch (RuntimeException | Error brokenSubscriber) {
      cancel();
      throw brokenSubscriber;
    }
    resume();
  }

  @Override
  public void request(long items) {
    if (items <= 0) {
      fail(new IllegalArgumentException("request(" + items + "): ask for one item or more"));
      return;
    }
    demand.accumulateAndGet(items, (had, more) -> had + more < 0 ? Long.MAX_VALUE : had + more);
    wake();
  }

  @Override
  public void cancel() {
    finish();
    growth.cancel();
  }

  /** Ends the stream with an error, unless it is over. */
  void fail(Throwable cause) {
    failure = cause;
    wake();
  }

  private void wake() {
    if (!over && wakes.getAndIncrement() == 0) {
      resume();
    }
  }

  private void resume() {
    try {
      ports.readers().execute(this);
    } catch (RejectedExecutionException closed) {
      if (!over) {
        finish();
        subscriber.onError(new JobsException.Unavailable("the jobs have been closed", closed));
      }
    }
  }

  @Override
  public void run() {
    int seen = wakes.get();
    do {
      if (!advance()) {
        resume();
        return;
      }
      seen = wakes.addAndGet(-seen);
    } while (seen != 0 && !over);
  }

  /**
   * Signals what can be signalled now.
   *
   * @return false if there is more, and others should have their turn first
   */
  private boolean advance() {
    try {
      for (int items = 0; !over; items++) {
        Throwable cause = failure;
        if (cause != null) {
          failNow(cause);
          break;
        }
        if (items == ITEMS_BEFORE_YIELD) {
          return false;
        }
        if (!step(cursor())) {
          break;
        }
      }
    } catch (JobsException refusal) {
      failNow(refusal);
    } catch (RuntimeException | Error unforeseen) {
      failNow(new JobsException.Failed("the output cannot be read", unforeseen));
    }
    return true;
  }

  private OutputCursor cursor() {
    OutputCursor current = cursor;
    if (current == null) {
      current = OutputCursor.open(ports.storage(), job.get(), query);
      cursor = current;
    }
    return current;
  }

  /**
   * @return whether another step may follow at once
   */
  private boolean step(OutputCursor at) {
    if (at.isAtLimit()) {
      finish();
      subscriber.onComplete();
      return false;
    }
    if (demand.get() == 0) {
      return false;
    }
    OutputItem item = at.next();
    if (item == null) {
      growth.cancel();
      growth = at.onMore(this::wake);
      if (over) {
        growth.cancel();
      }
      return false;
    }
    demand.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - 1);
    signal(item);
    return true;
  }

  private void signal(OutputItem item) {
    boolean last = item instanceof OutputItem.End;
    if (last) {
      finish();
    }
    try {
      subscriber.onNext(item);
    } catch (RuntimeException | Error brokenSubscriber) {
      cancel();
      throw brokenSubscriber;
    }
    if (last) {
      subscriber.onComplete();
    }
  }

  private void failNow(Throwable cause) {
    if (!over) {
      finish();
      growth.cancel();
      subscriber.onError(cause);
    }
  }

  private void finish() {
    over = true;
    whenOver.accept(this);
  }
}
