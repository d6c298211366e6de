package io.processmanager.ports.inbound;

import io.processmanager.domain.job.Job;
import java.util.Objects;

/** What a {@linkplain Jobs#watch watch} tells. */
public sealed interface JobEvent {

  /** Where a later watch goes on, to be told what comes behind this event. */
  WatchPosition position();

  /**
   * A job was started, or changed its state.
   *
   * @param position where this event stands
   * @param job the job as it was then
   */
  record Changed(WatchPosition position, Job job) implements JobEvent {

    public Changed {
      Objects.requireNonNull(position, "position");
      Objects.requireNonNull(job, "job");
    }
  }

  /**
   * What there was when the watch began has been told. From here on, events come as jobs change.
   * Told once in each watch.
   *
   * @param position where this event stands
   */
  record CaughtUp(WatchPosition position) implements JobEvent {

    public CaughtUp {
      Objects.requireNonNull(position, "position");
    }
  }

  /**
   * Jobs ended and were forgotten before this watch could tell of it: because it came back too
   * late, asked for nothing for too long, or was begun with another worker, or one that has been
   * started anew. What is known of jobs follows nevertheless; a job of which nothing comes up to
   * {@link CaughtUp}, or later, is one that {@link Jobs#status} does not find.
   *
   * @param position where this event stands
   */
  record Missed(WatchPosition position) implements JobEvent {

    public Missed {
      Objects.requireNonNull(position, "position");
    }
  }
}
