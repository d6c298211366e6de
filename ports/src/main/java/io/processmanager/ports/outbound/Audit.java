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

  /**
   * Takes note of something that has happened.
   *
   * @param event what has happened
   */
  void record(Event event);

  /**
   * Keeps no trail.
   *
   * @return an audit that forgets everything
   */
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
     * @param job the job
     * @param pid its leader's process id
     */
    record Started(Job job, long pid) implements Event {}

    /**
     * A job was not started.
     *
     * @param by who asked
     * @param spec what was asked for
     * @param why the refusal, in one line
     */
    record NotStarted(Caller by, JobSpec spec, String why) implements Event {}

    /**
     * Somebody asked a running job to stop; later askers join in and are not told of.
     *
     * @param by who asked
     * @param job the job
     * @param grace how long it may take to end by itself
     */
    record StopRequested(Caller by, JobId job, Duration grace) implements Event {}

    /**
     * A job's maximum run time is over, and nobody had asked it to stop: it is stopped for that.
     *
     * @param job the job
     * @param limit how long it might run
     */
    record RunTimeOver(JobId job, Duration limit) implements Event {}

    /**
     * Somebody sent a signal to a running job.
     *
     * @param by who sent it
     * @param job the job
     * @param signal what is sent
     */
    record SignalSent(Caller by, JobId job, Signal signal) implements Event {}

    /**
     * A job has ended.
     *
     * @param job the job, with its end
     */
    record Ended(Job job) implements Event {}

    /**
     * Somebody reached for a job of somebody else.
     *
     * @param by who reached for it
     * @param job what they reached for
     * @param operation what they wanted to do with it
     */
    record AccessRefused(Caller by, JobId job, String operation) implements Event {}
  }
}
