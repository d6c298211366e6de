package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.Paths;

/**
 * The kernel's groups of processes by session, between which nice values count for nothing where
 * they are enabled, as on most desktops and servers; sched(7), "The autogroup feature". A job has a
 * session of its own, so its nice value has to be its group's too.
 */
final class Autogroup {

  private static final System.Logger LOG = System.getLogger(Autogroup.class.getName());

  private Autogroup() {}

  /**
   * Gives the group of a session's leader, which has not been reaped, a nice value. The kernel has
   * no such file where it has no such groups, and lets who is not root write it ten times a second.
   */
  static void setNice(long leader, int nice) {
    try {
      Paths.write(Paths.OWN_DIRECTORY, "/proc/" + leader + "/autogroup", Integer.toString(nice));
    } catch (ErrnoException failure) {
      LOG.log(
          System.Logger.Level.DEBUG,
          () -> "the scheduling group of process " + leader + " is as it was",
          failure);
    }
  }
}
