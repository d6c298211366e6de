package io.processmanager.adapters.os.libc;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Children that were killed as soon as they were cloned into a cgroup, one after the other. Any may
 * have met somebody who kills at random; many without one that lives say that the kernel does it.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class KilledClones {

  /** After so many in a row all others enter their cgroups by themselves, for good. */
  static final int MOST_IN_A_ROW = 16;

  private static final System.Logger LOG = System.getLogger(KilledClones.class.getName());

  private final AtomicInteger inARow = new AtomicInteger();

  boolean areFew() {
    return inARow.get() < MOST_IN_A_ROW;
  }

  void killed() {
    if (inARow.incrementAndGet() == MOST_IN_A_ROW) {
      LOG.log(
          System.Logger.Level.WARNING,
          MOST_IN_A_ROW
              + " children in a row were killed when they were cloned into their cgroups;"
              + " from now on children are cloned outside and enter by themselves");
    }
  }

  /**
   * Written only when there is something to forget: starts at once share the count. One that was
   * under way when they became too many changes nothing: what is done from then on has been said.
   */
  void lived() {
    if (inARow.get() != 0) {
      inARow.updateAndGet(killed -> killed < MOST_IN_A_ROW ? 0 : killed);
    }
  }
}
