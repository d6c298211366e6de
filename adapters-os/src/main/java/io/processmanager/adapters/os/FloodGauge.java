package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Descriptors;
import io.processmanager.adapters.os.libc.ErrnoException;

/**
 * Tells a flood from a calm output by what one pipe gives in a row of turns, and fits the pipe's
 * size to it: the larger it is, the less often writer and reader wait for one another.
 *
 * <p><b>Source.</b> pipe(7), F_SETPIPE_SZ: who is not root may have pipes of up to {@code
 * /proc/sys/fs/pipe-max-size}, 1 MiB, and of all pipes together {@code pipe-user-pages-soft}. Where
 * the kernel refuses, the pipe stays as it is; and one that is made then has two pages.
 */
final class FloodGauge {

  /**
   * The size that pipe(2) makes, and what a flood fills turn by turn unless its pipe is smaller.
   */
  static final int CALM_PIPE_BYTES = 64 * 1024;

  static final int FLOOD_PIPE_BYTES = 1024 * 1024;

  private static final int LEAST_PIPE_BYTES = 4096;
  private static final int UNKNOWN = -1;
  private static final int TURNS_TO_A_FLOOD = 4;
  private static final int TURNS_TO_CALM = 64;

  private final int pipeEnd;
  private boolean flood;
  private int turnsAgainst;

  /** How much a turn gives that finds the pipe full; most outputs never need to know. */
  private int fullBytes = UNKNOWN;

  FloodGauge(int pipeEnd) {
    this.pipeEnd = pipeEnd;
  }

  /** Whether it is a flood by now, after a turn in which {@code bytes} came. */
  boolean afterTurn(long bytes) {
    boolean full = bytes >= LEAST_PIPE_BYTES && bytes >= fullBytes();
    turnsAgainst = full == flood ? 0 : turnsAgainst + 1;
    if (turnsAgainst >= (flood ? TURNS_TO_CALM : TURNS_TO_A_FLOOD)) {
      flood = !flood;
      turnsAgainst = 0;
      resize(flood ? FLOOD_PIPE_BYTES : CALM_PIPE_BYTES);
    }
    return flood;
  }

  private int fullBytes() {
    if (fullBytes == UNKNOWN) {
      fullBytes = Math.min(CALM_PIPE_BYTES, capacity());
    }
    return fullBytes;
  }

  private int capacity() {
    try {
      return Descriptors.pipeCapacity(pipeEnd);
    } catch (ErrnoException failure) {
      throw new IllegalStateException("a pipe of unknown size", failure);
    }
  }

  private void resize(int bytes) {
    fullBytes = UNKNOWN;
    try {
      Descriptors.resizePipe(pipeEnd, bytes);
    } catch (ErrnoException asItIs) {
      // EPERM beyond the limits, EBUSY when more lies in it than it would hold.
      return;
    }
  }
}
