package io.processmanager.ports.usecase;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.owner.Caller;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.inbound.JobEvent;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.WatchPosition;
import io.processmanager.ports.inbound.WatchQuery;
import io.processmanager.ports.outbound.Registration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where one watch stands in the changes of jobs, and what comes next for it.
 *
 * <p><b>Threading.</b> One thread at a time.
 */
final class ChangeCursor implements PulledSubscription.Source<JobEvent> {

  private final JobChanges changes;
  private final Optional<Owner> owner;
  private long present;
  private long position;
  private long missed;
  private boolean isElsewhere;
  private boolean isCaughtUp;

  private ChangeCursor(
      JobChanges changes, Optional<Owner> owner, long present, long position, long missed) {
    this.changes = changes;
    this.owner = owner;
    this.present = present;
    this.position = position;
    this.missed = missed;
  }

  /**
   * Stands at the start of a query.
   *
   * @throws io.processmanager.ports.inbound.JobsException.InvalidRequest the query's position is
   *     none that a watch told
   */
  static ChangeCursor open(JobChanges changes, Caller by, WatchQuery query) {
    Optional<Owner> owner = whose(by, query.scope());
    // In this order: what is forgotten meanwhile has been missed.
    long forgotten = changes.lastForgotten(owner);
    long present = changes.last();
    if (query.start() instanceof WatchQuery.Start.After after) {
      return resumed(changes, owner, present, forgotten, ChangePosition.of(after.position()));
    }
    long start = query.start() instanceof WatchQuery.Start.Now ? present : 0;
    return new ChangeCursor(changes, owner, present, start, forgotten);
  }

  private static ChangeCursor resumed(
      JobChanges changes, Optional<Owner> owner, long present, long forgotten, ChangePosition at) {
    if (!at.instance().equals(changes.instance())) {
      ChangeCursor cursor = new ChangeCursor(changes, owner, present, 0, forgotten);
      cursor.isElsewhere = true;
      return cursor;
    }
    if (at.told() > present || at.missed() > present) {
      throw ChangePosition.unknown();
    }
    return new ChangeCursor(changes, owner, present, at.told(), at.missed());
  }

  private static Optional<Owner> whose(Caller by, JobQuery.Scope scope) {
    boolean everybodys = scope == JobQuery.Scope.VISIBLE && by instanceof Caller.Admin;
    return everybodys ? Optional.empty() : Optional.of(by.owner());
  }

  /** A watch ends with its subscriber. */
  @Override
  public boolean isOver() {
    return false;
  }

  @Override
  public @Nullable JobEvent next() {
    if (isElsewhere) {
      isElsewhere = false;
      return startAnew();
    }
    long before = position;
    Map.Entry<Long, Job> change = nextOfOwner();
    // Behind the search: what it did not find because it was being forgotten shows here.
    long forgotten = changes.lastForgotten(owner);
    if (forgotten > Math.max(before, missed)) {
      missed = forgotten;
      return startAnew();
    }
    if (!isCaughtUp && (change == null || change.getKey() > present)) {
      isCaughtUp = true;
      position = Math.max(before, present);
      return new JobEvent.CaughtUp(here());
    }
    return change == null ? null : new JobEvent.Changed(here(), change.getValue());
  }

  /** All that is known is told again: what is not told then is known no longer. */
  private JobEvent startAnew() {
    position = 0;
    present = changes.last();
    isCaughtUp = false;
    return new JobEvent.Missed(here());
  }

  /** Goes to the next change of a job that is watched, or to the last of all if there is none. */
  private Map.@Nullable Entry<Long, Job> nextOfOwner() {
    long last = changes.last();
    Map.Entry<Long, Job> change = changes.next(position);
    while (change != null && !isWatched(change.getValue())) {
      position = change.getKey();
      change = changes.next(position);
    }
    position = change == null ? Math.max(position, last) : change.getKey();
    return change;
  }

  private boolean isWatched(Job job) {
    return owner.isEmpty() || owner.get().equals(job.owner());
  }

  private WatchPosition here() {
    return new ChangePosition(changes.instance(), position, missed).asPosition();
  }

  @Override
  public Registration onMore(Runnable wake) {
    return changes.onChange(owner, position, wake);
  }
}
