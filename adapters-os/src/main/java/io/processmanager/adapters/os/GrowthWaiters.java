package io.processmanager.adapters.os;

import io.processmanager.ports.outbound.Registration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Who wants to know that an output has grown; each is called once. */
final class GrowthWaiters {

  private static final System.Logger LOG = System.getLogger(GrowthWaiters.class.getName());

  private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();

  /** One who waits. Compared by identity, so that taking one back costs the same among many. */
  final class Waiter implements Registration {

    private final long offset;
    private final Runnable wakeUp;
    private final AtomicBoolean over = new AtomicBoolean();

    private Waiter(long offset, Runnable wakeUp) {
      this.offset = offset;
      this.wakeUp = wakeUp;
    }

    /** Calls, unless that has been done or taken back. */
    void call() {
      if (leave()) {
        try {
          wakeUp.run();
        } catch (RuntimeException | Error failure) {
          LOG.log(System.Logger.Level.ERROR, "a reader failed when it was woken", failure);
        }
      }
    }

    @Override
    public void cancel() {
      leave();
    }

    private boolean leave() {
      waiters.remove(this);
      return over.compareAndSet(false, true);
    }
  }

  Waiter add(long offset, Runnable wakeUp) {
    Waiter waiter = new Waiter(offset, wakeUp);
    waiters.add(waiter);
    return waiter;
  }

  /** Calls those who wait for the output to grow past less than {@code endOffset}. */
  void grownTo(long endOffset) {
    for (Waiter waiter : waiters) {
      if (waiter.offset < endOffset) {
        waiter.call();
      }
    }
  }

  /** Calls all. */
  void ended() {
    for (Waiter waiter : waiters) {
      waiter.call();
    }
  }
}
