package io.processmanager.ports.usecase;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.outbound.Registration;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The known jobs in the order in which they changed last, each as it was then. Changes have numbers
 * from 1. Who has been told of all up to a number goes on behind it, at any time: nothing is held
 * for a watch but that number, however slow or absent it is.
 *
 * <p>A job that changes moves to the end, so that there is one entry for each; what is forgotten
 * leaves the number of its last change behind, by which a watch sees that it has missed something.
 *
 * <p><b>Threading.</b> Any thread. Numbers are given in the order of the entries, so that a reader
 * that sees one sees all before it.
 */
final class JobChanges {

  private final String instance;
  private final NavigableMap<Long, Job> inOrder = new ConcurrentSkipListMap<>();
  private final Map<Owner, Set<Runnable>> watchesOf = new ConcurrentHashMap<>();
  private final Set<Runnable> watchesOfAll = ConcurrentHashMap.newKeySet();
  private final Map<Owner, Long> lastForgottenOf = new ConcurrentHashMap<>();
  private volatile long lastForgotten;
  private volatile long last;

  // Guarded by this.
  private final Map<JobId, Long> numbers = new HashMap<>();

  /**
   * @param instance tells these numbers from those of any other instance
   */
  JobChanges(String instance) {
    this.instance = instance;
  }

  String instance() {
    return instance;
  }

  /** The number of the last change; 0 if there was none. */
  long last() {
    return last;
  }

  /** Takes note of a job's new state. Of one job, in the order of its states. */
  synchronized void note(Job job) {
    long number = last + 1;
    Long before = numbers.put(job.id(), number);
    inOrder.put(number, job);
    if (before != null) {
      inOrder.remove(before);
    }
    last = number;
  }

  /** Lets those go on who wait for a change of a job of {@code owner}. */
  void wake(Owner owner) {
    watchesOfAll.forEach(Runnable::run);
    Set<Runnable> watches = watchesOf.get(owner);
    if (watches != null) {
      watches.forEach(Runnable::run);
    }
  }

  /** A job is known no longer, and changes no more. */
  synchronized void forget(JobId job) {
    Long number = numbers.remove(job);
    Job forgotten = number == null ? null : inOrder.get(number);
    if (number != null && forgotten != null) {
      // First: a reader that does not find the entry must find this.
      lastForgottenOf.merge(forgotten.owner(), number, Math::max);
      lastForgotten = Math.max(lastForgotten, number);
      inOrder.remove(number);
    }
  }

  /** The first change behind {@code number}. */
  Map.@Nullable Entry<Long, Job> next(long number) {
    return inOrder.higherEntry(number);
  }

  /**
   * The highest number of a change that is known no longer.
   *
   * @param owner whose jobs; empty for all
   */
  long lastForgotten(Optional<Owner> owner) {
    return owner.map(one -> lastForgottenOf.getOrDefault(one, 0L)).orElse(lastForgotten);
  }

  /**
   * Calls back for each change behind {@code number} that may matter, until the registration is
   * cancelled.
   *
   * @param owner whose jobs matter; empty for all
   * @param wake registered once at a time
   */
  Registration onChange(Optional<Owner> owner, long number, Runnable wake) {
    owner.ifPresentOrElse(one -> add(one, wake), () -> watchesOfAll.add(wake));
    if (last > number) {
      wake.run();
    }
    return () -> owner.ifPresentOrElse(one -> remove(one, wake), () -> watchesOfAll.remove(wake));
  }

  private void add(Owner owner, Runnable watch) {
    watchesOf.compute(
        owner,
        (one, known) -> {
          Set<Runnable> watches = known == null ? ConcurrentHashMap.newKeySet() : known;
          watches.add(watch);
          return watches;
        });
  }

  private void remove(Owner owner, Runnable watch) {
    watchesOf.computeIfPresent(
        owner,
        (one, watches) -> {
          watches.remove(watch);
          return watches.isEmpty() ? null : watches;
        });
  }

  /** How many watches wait. */
  int waiting() {
    return watchesOfAll.size() + watchesOf.values().stream().mapToInt(Set::size).sum();
  }
}
