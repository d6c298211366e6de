package io.processmanager.ports.inbound;

import io.processmanager.domain.job.Job;
import java.util.Objects;

/** What a {@linkplain Jobs#watch watch} tells. */
public sealed interface JobEvent {

  /** {@return where a later watch goes on, to be told what comes behind this event} */
  WatchPosition position();

  /**
   * A job was started, or changed its state.
   *
   * @param position where this event stands
   * @param job the job as it was then
   */
  record Changed(WatchPosition position, Job job) implements JobEvent {

    /** Checks that nothing is null. */
    public Changed {
      Objects.requireNonNull(position, "position");
      Objects.requireNonNull(job, "job");
    }
  }

  /**
   * What there was has been told. From here on, events come as jobs change. Told once for the start
   * of a watch, and once behind each {@link Missed}.
   *
   * @param position where this event stands
   */
  record CaughtUp(WatchPosition position) implements JobEvent {

    /** Checks that nothing is null. */
    public CaughtUp {
      Objects.requireNonNull(position, "position");
    }
  }

  /**
   * Jobs ended and were forgotten before this watch could tell of it: because it came back too
   * late, asked for nothing for too long, or was begun with another worker, or one that has been
   * started anew. All jobs that are known are told again, each as it is now, up to the next {@link
   * CaughtUp}: one that is not among them has ended and is known no longer.
   *
   * @param position where this event stands
   */
  record Missed(WatchPosition position) implements JobEvent {

    /** Checks that nothing is null. */
    public Missed {
      Objects.requireNonNull(position, "position");
    }
  }
}
