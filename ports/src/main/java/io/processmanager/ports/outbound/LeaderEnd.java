package io.processmanager.ports.outbound;

import io.processmanager.domain.job.Exit;
import java.util.Objects;

/**
 * How a leader ended.
 *
 * @param exit its exit
 * @param outOfMemory whether the kernel is known to have killed a process of the job for want of
 *     memory
 */
public record LeaderEnd(Exit exit, boolean outOfMemory) {

  /** Checks that nothing is null. */
  public LeaderEnd {
    Objects.requireNonNull(exit, "exit");
  }

  /**
   * {@return an end that had nothing to do with memory, as far as is known}
   *
   * @param exit how its leader ended
   */
  public static LeaderEnd of(Exit exit) {
    return new LeaderEnd(exit, false);
  }
}
