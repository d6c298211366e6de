package io.processmanager.ports.usecase;

import io.processmanager.domain.job.JobId;
import io.processmanager.ports.outbound.Registration;
import io.processmanager.ports.outbound.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Forgets jobs that have been gone for long enough. However many there are, there is one timer: for
 * the one that has been gone for longest.
 */
final class Expiry {

  /** Schedulers need not count further. */
  private static final Duration LONGEST_TIMER = Duration.ofDays(1);

  /** For ever, and yet a duration that times can be added to. */
  private static final Duration LONGEST_KEPT = Duration.ofDays(1_000_000);

  private final Scheduler scheduler;
  private final JobRegistry jobs;
  private final Duration keptFor;
  private final Consumer<List<JobId>> forget;

  // Guarded by this.
  private @Nullable Registration timer;
  private boolean closed;

  Expiry(Scheduler scheduler, JobRegistry jobs, Duration keptFor, Consumer<List<JobId>> forget) {
    this.scheduler = scheduler;
    this.jobs = jobs;
    this.keptFor = keptFor.compareTo(LONGEST_KEPT) < 0 ? keptFor : LONGEST_KEPT;
    this.forget = forget;
  }

  /** Sets the timer if there is something to wait for, and none is set. */
  synchronized void watch() {
    Optional<Duration> oldest = jobs.oldestGone();
    if (timer == null && !closed && oldest.isPresent()) {
      Duration left = oldest.get().plus(keptFor).minus(scheduler.elapsed());
      Duration delay = left.compareTo(LONGEST_TIMER) < 0 ? left : LONGEST_TIMER;
      timer = scheduler.after(delay.isNegative() ? Duration.ZERO : delay, this::expire);
    }
  }

  private void expire() {
    forget.accept(jobs.forgetGoneBy(scheduler.elapsed().minus(keptFor)));
    synchronized (this) {
      timer = null;
    }
    watch();
  }

  synchronized void close() {
    closed = true;
    Registration present = timer;
    if (present != null) {
      present.cancel();
    }
  }
}
