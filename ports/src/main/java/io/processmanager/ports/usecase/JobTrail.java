package io.processmanager.ports.usecase;

import io.processmanager.ports.outbound.Audit;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What the audit is told of one job, its end last: what was done to it before it ended may still be
 * on its way to the trail then.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class JobTrail {

  private final Audit audit;
  private final Executor others;

  // Guarded by this.
  private int announced;
  private Audit.Event.@Nullable Ended end;

  /**
   * @param others tell what may not be told on a thread that serves all jobs: a trail that takes no
   *     more must not hold them up
   */
  JobTrail(Audit audit, Executor others) {
    this.audit = audit;
    this.others = others;
  }

  /** Something has been done, and will be told of by {@link #tell} or {@link #tellLater}. */
  synchronized void announce() {
    announced++;
  }

  /** Tells of what was announced. */
  void tell(Audit.Event event) {
    audit.record(event);
    Audit.Event.Ended held;
    synchronized (this) {
      announced--;
      held = announced == 0 ? end : null;
    }
    if (held != null) {
      audit.record(held);
    }
  }

  /** Tells of what was announced, on another thread. */
  void tellLater(Audit.Event event) {
    onAnother(() -> tell(event));
  }

  /** Tells of the job's end on another thread, when all that was announced has been told. */
  void tellEnd(Audit.Event.Ended event) {
    synchronized (this) {
      if (announced > 0) {
        end = event;
        return;
      }
    }
    onAnother(() -> audit.record(event));
  }

  private void onAnother(Runnable telling) {
    if (audit.equals(Audit.none())) {
      return;
    }
    try {
      others.execute(telling);
    } catch (RejectedExecutionException closed) {
      telling.run();
    }
  }
}
