package io.processmanager.domain.job;

import io.processmanager.domain.owner.Owner;
import java.time.Duration;
import java.util.Objects;

/** Why a job is being stopped. The first reason counts; a later one changes nothing. */
public sealed interface StopReason {

  /**
   * Somebody asked for it.
   *
   * @param by who asked first
   */
  record Asked(Owner by) implements StopReason {

    /** Checks that nothing is null. */
    public Asked {
      Objects.requireNonNull(by, "by");
    }

    @Override
    public String toString() {
      return "asked for by " + by;
    }
  }

  /**
   * Its maximum run time is over.
   *
   * @param limit how long it might run
   */
  record TimeOver(Duration limit) implements StopReason {

    /** Checks that nothing is null. */
    public TimeOver {
      Objects.requireNonNull(limit, "limit");
    }

    @Override
    public String toString() {
      return "after its maximum run time of " + limit;
    }
  }
}
