package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.domain.job.Thoroughness;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What tells the processes of one job from all others, so that they are found and killed.
 *
 * <p><b>Threading.</b> Any thread.
 */
sealed interface Containment permits CgroupContainment, SearchContainment {

  /**
   * Opens the cgroup that the leader is to be started in; empty for this process's own.
   *
   * @return its directory, to be given to {@link #started}
   */
  OptionalInt openCgroup() throws ErrnoException;

  /** The leader has been started, or not; the directory is not needed any more. */
  void started(int cgroup);

  /** What all of the job has in its environment, {@code NAME=value}. */
  Optional<String> mark();

  /** Whether the job is found by looking through {@code /proc} only. */
  boolean isSearched();

  /**
   * Kills what is found of the job in a moment, however much runs on this machine: all of it,
   * unless it {@link #isSearched}.
   */
  void killAtOnce(LaunchedProcess leader);

  /**
   * Kills all that is found of the job.
   *
   * @param seen what runs on this machine; empty if that was not looked at
   */
  void kill(LaunchedProcess leader, Optional<Leftovers> seen);

  /**
   * What is left of a job whose leader has ended and has not been reaped.
   *
   * @param seen what runs on this machine; empty if that was not looked at
   */
  Remains remains(LaunchedProcess leader, Optional<Leftovers> seen);

  /** How sure it is that nothing is left, when nothing is. */
  Thoroughness whenGone();

  /** Whether the kernel is known to have killed a process of the job for want of memory. */
  boolean outOfMemory();

  /** A process of the job was killed, and not from here. */
  void killedFromElsewhere();

  /** The engine closes, and what is in it runs on. */
  void leave();

  /** Undoes a launch that failed, whatever runs in it. */
  void discard();

  /** Gives up what was made for the job; nothing runs in it, or it is left behind. */
  void release();

  /** What is left of a job. */
  enum Remains {
    NOTHING,
    /** Something that is just vanishing, or what cannot be looked at. */
    UNSURE,
    /** Nothing that is known to be the job's, but something that may be and cannot be told yet. */
    HIDDEN,
    SOMETHING
  }
}
