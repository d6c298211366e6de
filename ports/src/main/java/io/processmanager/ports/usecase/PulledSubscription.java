package io.processmanager.ports.usecase;

import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.outbound.Registration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's way through something that is read step by step, each for itself.
 *
 * <p>Whatever may let it go on (demand, something new to read) calls {@link #wake}. The first wake
 * puts {@link #run} on the executor; wakes that come while it runs are counted and make it look
 * again. So signals are serial, and no thread is held while there is nothing to do.
 */
final class PulledSubscription<T> implements Flow.Subscription, Runnable {

  private static final System.Logger LOG = System.getLogger(PulledSubscription.class.getName());

  private static final int ITEMS_BEFORE_YIELD = 32;

  private final Executor executor;
  private final Flow.Subscriber<? super T> subscriber;
  private final Supplier<? extends Source<T>> opening;
  private final String failureText;
  private final Consumer<PulledSubscription<?>> whenOver;

  private final AtomicLong demand = new AtomicLong();

  /**
   * One from the beginning: no signal overtakes {@code onSubscribe}, which {@link #begin} sends.
   */
  private final AtomicInteger wakes = new AtomicInteger(1);

  private volatile boolean over;
  private volatile @Nullable Throwable failure;
  private volatile Registration growth = () -> {};

  /** Touched by {@link #run} only. */
  private @Nullable Source<T> source;

  /**
   * @param opening makes the source when the subscriber first asks, or refuses
   * @param failureText says what could not be done where no refusal explains it
   * @param whenOver told when nothing more will be signalled
   */
  PulledSubscription(
      Executor executor,
      Flow.Subscriber<? super T> subscriber,
      Supplier<? extends Source<T>> opening,
      String failureText,
      Consumer<PulledSubscription<?>> whenOver) {
    this.executor = executor;
    this.subscriber = Objects.requireNonNull(subscriber, "subscriber");
    this.opening = opening;
    this.failureText = failureText;
    this.whenOver = whenOver;
  }

  /**
   * What one subscriber reads.
   *
   * <p><b>Threading.</b> One thread at a time.
   */
  interface Source<T> {

    /** Whether nothing follows, ever. */
    boolean isOver();

    /**
     * The next item, and a step behind it.
     *
     * @return null if there is none yet
     */
    @Nullable T next();

    /** Calls back when {@link #next} may have something. */
    Registration onMore(Runnable wake);
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
      executor.execute(this);
    } catch (RejectedExecutionException closed) {
      if (!over) {
        failNow(new JobsException.Unavailable("the jobs have been closed", closed));
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
        if (!step(source())) {
          break;
        }
      }
    } catch (JobsException refusal) {
      failNow(refusal);
    } catch (RuntimeException | Error unforeseen) {
      failNow(new JobsException.Failed(failureText, unforeseen));
    }
    return true;
  }

  private Source<T> source() {
    Source<T> current = source;
    if (current == null) {
      current = opening.get();
      source = current;
    }
    return current;
  }

  /**
   * @return whether another step may follow at once
   */
  private boolean step(Source<T> from) {
    if (from.isOver()) {
      finish();
      tell(subscriber::onComplete);
      return false;
    }
    if (demand.get() == 0) {
      return false;
    }
    T item = from.next();
    if (item == null) {
      growth.cancel();
      growth = from.onMore(this::wake);
      if (over) {
        growth.cancel();
      }
      return false;
    }
    demand.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - 1);
    tell(() -> subscriber.onNext(item));
    return true;
  }

  /**
   * A subscriber that throws has cancelled by that, and is told nothing more; Reactive Streams,
   * rule 2.13. What it threw would be seen by nobody else.
   */
  private void tell(Runnable signal) {
    try {
      signal.run();
    } catch (RuntimeException | Error brokenSubscriber) {
      cancel();
      LOG.log(System.Logger.Level.WARNING, "a subscriber threw", brokenSubscriber);
    }
  }

  private void failNow(Throwable cause) {
    if (!over) {
      finish();
      growth.cancel();
      tell(() -> subscriber.onError(cause));
    }
  }

  private void finish() {
    over = true;
    whenOver.accept(this);
  }
}
