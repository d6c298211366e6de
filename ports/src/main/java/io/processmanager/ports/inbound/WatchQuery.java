package io.processmanager.ports.inbound;

import java.util.Objects;

/**
 * Selects the jobs whose changes are told, and from when on.
 *
 * @param scope whose jobs
 * @param start where to begin
 */
public record WatchQuery(JobQuery.Scope scope, Start start) {

  /** Checks that nothing is null. */
  public WatchQuery {
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(start, "start");
  }

  /** {@return the caller's own jobs: each one known as it is now, and then each change} */
  public static WatchQuery all() {
    return new WatchQuery(JobQuery.Scope.OWN, new Start.Beginning());
  }

  /**
   * The caller's own jobs: changes that come from when the worker is asked. On a remote worker that
   * is a moment after the watch is opened: what changes behind its {@link JobEvent.CaughtUp} is
   * told for certain, so wait for that before you start what you mean to watch, or begin with
   * {@link #all()}.
   *
   * @return the query
   */
  public static WatchQuery fromNow() {
    return new WatchQuery(JobQuery.Scope.OWN, new Start.Now());
  }

  /**
   * The caller's own jobs: changes behind the event that had this position. For a watch of
   * {@linkplain #ofAllVisible() all visible} jobs, say so again.
   *
   * @param position an event's
   * @return the query
   */
  public static WatchQuery after(WatchPosition position) {
    return new WatchQuery(JobQuery.Scope.OWN, new Start.After(position));
  }

  /** {@return this query, for all jobs that the caller may see; for an admin, everybody's} */
  public WatchQuery ofAllVisible() {
    return new WatchQuery(JobQuery.Scope.VISIBLE, start);
  }

  /**
   * {@return this query, begun elsewhere}
   *
   * @param newStart where to begin
   */
  public WatchQuery withStart(Start newStart) {
    return new WatchQuery(scope, newStart);
  }

  /** Where a watch begins. */
  public sealed interface Start {

    /** With the jobs that are known, each as it is now, in the order in which they changed last. */
    record Beginning() implements Start {}

    /** With the next change. */
    record Now() implements Start {}

    /**
     * With what changed since an earlier watch was told of an event.
     *
     * @param position that event's
     */
    record After(WatchPosition position) implements Start {

      /** Checks that nothing is null. */
      public After {
        Objects.requireNonNull(position, "position");
      }
    }
  }
}
