package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.ErrnoException;
import java.util.concurrent.TimeUnit;

/**
 * When the next attempt is due to keep an output that could not be: after 100 ms, then twice as
 * long each time, to 5 s. It is made with the bytes that come then; there is no timer.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class SpoolAttempts {

  static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final SpoolTroubles troubles;
  private volatile boolean failing;
  private long pauseNanos;
  private long dueAt;

  SpoolAttempts(SpoolTroubles troubles) {
    this.troubles = troubles;
  }

  boolean isDue() {
    return !failing || isDueAgain();
  }

  private synchronized boolean isDueAgain() {
    return troubles.now() - dueAt >= 0;
  }

  synchronized void failed(ErrnoException why) {
    pauseNanos = failing ? Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS) : FIRST_PAUSE_NANOS;
    dueAt = troubles.now() + pauseNanos;
    if (failing) {
      troubles.goOn(why);
    } else {
      failing = true;
      troubles.begin(why);
    }
  }

  /** Output was kept, or none will come. */
  void over() {
    if (failing) {
      leave();
    }
  }

  private synchronized void leave() {
    if (failing) {
      failing = false;
      troubles.over();
    }
  }

  void lost(long bytes) {
    troubles.lost(bytes);
  }
}
