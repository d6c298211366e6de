package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.ErrnoException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells the log when outputs begin to be lost, and when none is any more: two lines, however many
 * jobs it concerns, and no two beginnings within {@value #QUIET_SECONDS} s of each other.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class SpoolTroubles {

  private static final System.Logger LOG = System.getLogger(SpoolTroubles.class.getName());
  private static final int QUIET_SECONDS = 10;

  private final String place;
  private final LongSupplier nanoTime;
  private int failing;
  private long lostBytes;
  private boolean told;
  private boolean everTold;
  private long toldAt;

  SpoolTroubles(String place, LongSupplier nanoTime) {
    this.place = place;
    this.nanoTime = nanoTime;
  }

  long now() {
    return nanoTime.getAsLong();
  }

  /** One more output cannot be kept. */
  synchronized void begin(ErrnoException why) {
    failing++;
    goOn(why);
  }

  /** One of them still cannot be. Tells what was not told when it began. */
  synchronized void goOn(ErrnoException why) {
    if (told || !isTimeToTell()) {
      return;
    }
    told = true;
    everTold = true;
    toldAt = now();
    LOG.log(
        System.Logger.Level.ERROR,
        () ->
            "output cannot be kept in "
                + place
                + " ("
                + why.getMessage()
                + "); jobs run on, and what they print is lost until it can be");
  }

  private boolean isTimeToTell() {
    return !everTold || now() - toldAt >= TimeUnit.SECONDS.toNanos(QUIET_SECONDS);
  }

  /** That many bytes of one of them are lost. */
  synchronized void lost(long bytes) {
    lostBytes += bytes;
  }

  /** One of them is kept again, or has ended. */
  synchronized void over() {
    failing--;
    if (failing == 0 && told) {
      told = false;
      long bytes = lostBytes;
      lostBytes = 0;
      LOG.log(
          System.Logger.Level.WARNING,
          () -> "no output is being lost any more in " + place + "; " + bytes + " bytes were");
    }
  }
}
