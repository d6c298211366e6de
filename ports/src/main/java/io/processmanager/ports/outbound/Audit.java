package io.processmanager.ports.outbound;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.owner.Caller;
import java.time.Duration;

/**
 * Is told who did what to which job.
 *
 * <p><b>Threading.</b> Any thread, many at once. Must be quick and must never throw.
 */
@FunctionalInterface
public interface Audit {

  /** Takes note of something that has happened. */
  void record(Event event);

  /** Keeps no trail. */
  static Audit none() {
    return Silence.INSTANCE;
  }

  /** An audit that keeps no trail. */
  enum Silence implements Audit {
    /** The one value. */
    INSTANCE;

    @Override
    public void record(Event event) {
      // Nobody wants to know.
    }
  }

  /** Something that has happened. */
  sealed interface Event {

    /**
     * A job was started.
     *
     * @param pid its leader's process id
     */
    record Started(Job job, long pid) implements Event {}

    /**
     * A job was not started.
     *
     * @param why the refusal, in one line
     */
    record NotStarted(Caller by, JobSpec spec, String why) implements Event {}

    /** Somebody asked a running job to stop; later askers join in and are not told of. */
    record StopRequested(Caller by, JobId job, Duration grace) implements Event {}

    /**
     * A job's maximum run time is over, and nobody had asked it to stop: it is stopped for that.
     *
     * @param limit how long it might run
     */
    record RunTimeOver(JobId job, Duration limit) implements Event {}

    /** Somebody sent a signal to a running job. */
    record SignalSent(Caller by, JobId job, Signal signal) implements Event {}

    /** A job has ended. */
    record Ended(Job job) implements Event {}

    /**
     * Somebody reached for a job of somebody else.
     *
     * @param operation what they wanted to do with it
     */
    record AccessRefused(Caller by, JobId job, String operation) implements Event {}
  }
}
