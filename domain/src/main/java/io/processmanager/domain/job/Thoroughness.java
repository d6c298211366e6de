package io.processmanager.domain.job;

/**
 * How sure it is that nothing of a stopped job runs any more.
 *
 * <p><b>Source.</b> Contract JOB-130 and following; cgroups(7), setsid(2).
 */
public enum Thoroughness {

  /**
   * Nothing of it is left: the kernel keeps account, in a cgroup, of all that the job forked. Only
   * what moved itself to another cgroup on purpose escapes that: a process can which may write the
   * files of cgroups, as root and often the user that jobs run as may.
   */
  COMPLETE,

  /**
   * Nothing of it was found, and the kernel keeps no account here: a descendant that left the job's
   * session, dropped its environment and outlived its parent cannot be told from a stranger. Or the
   * job ended by itself, and what its leader left behind has not been dealt with yet: it is killed
   * when the output has ended.
   */
  BEST_EFFORT,

  /**
   * All of it was sent SIGKILL, and something has not died yet: the kernel holds it in an
   * uninterruptible sleep, or it belongs to a user that may not be signalled. It dies as soon as
   * the kernel lets it.
   */
  KILL_PENDING
}
