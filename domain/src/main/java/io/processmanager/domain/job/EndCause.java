package io.processmanager.domain.job;

import io.processmanager.domain.owner.Owner;
import java.util.Objects;

/** Why a job ended, as far as process-manager had a hand in it. */
public sealed interface EndCause {

  /** Nobody stopped the job through process-manager. */
  record ByItself() implements EndCause {

    @Override
    public String toString() {
      return "by itself";
    }
  }

  /**
   * The leader ended after a stop, and not by a SIGKILL that process-manager sent. What it left
   * behind may have been killed.
   *
   * @param by who asked for the stop first
   */
  record Stopped(Owner by) implements EndCause {

    public Stopped {
      Objects.requireNonNull(by, "by");
    }

    @Override
    public String toString() {
      return "stopped by " + by;
    }
  }

  /**
   * The leader outlived the grace period of a stop, was sent SIGKILL and ended by it.
   *
   * @param by who asked for the stop first
   */
  record KilledAfterGrace(Owner by) implements EndCause {

    public KilledAfterGrace {
      Objects.requireNonNull(by, "by");
    }

    @Override
    public String toString() {
      return "killed after the grace period of a stop by " + by;
    }
  }
}
