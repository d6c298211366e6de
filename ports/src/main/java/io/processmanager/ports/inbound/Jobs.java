package io.processmanager.ports.inbound;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.log.OutputItem;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * One caller's view of the jobs of a worker, near or far.
 *
 * <p>An embedded {@code Jobs} is had for a caller that is named; a remote one speaks for the
 * identity of its certificate. A caller reaches the jobs that it started; an admin reaches all.
 *
 * <p><b>Threading.</b> Every method may be called from any thread, by many at once. Stages complete
 * and subscribers are called on threads of the implementation, which a dependent must not block.
 *
 * <p><b>Interrupts.</b> What waits for a job throws {@link InterruptedException}, and the job goes
 * on. Other methods may ask a remote worker: interrupted, they throw {@link JobsException.Failed}
 * with the thread's interrupt status set, and what was asked for, a start included, may have been
 * done.
 *
 * <p><b>Errors.</b> A refusal is a {@link JobsException}; each method names its own, and besides
 * them any may throw {@link JobsException.Unauthenticated} and {@link JobsException.Unavailable}.
 * The methods that return a stage never throw a refusal: the stage completes with it.
 *
 * <p><b>Source.</b> The contract rules {@code JOB-1} and following, which the contract suite holds
 * every implementation to.
 */
public interface Jobs {

  /**
   * Starts a job and returns once its program has been executed.
   *
   * @param spec what to run, and how
   * @return the job as it was right after its start
   * @throws JobsException.NotStarted the program or the working directory is not usable
   * @throws JobsException.InvalidRequest the kernel takes no such arguments or attributes, such as
   *     a soft limit above the hard one
   * @throws JobsException.ResourceExhausted no process, descriptor or memory is left
   */
  Job start(JobSpec spec);

  /**
   * Starts a job once, however often it is asked to: while the job is known and for 15 minutes
   * beyond that, a second start of the same caller with the same {@code requestId} and an equal
   * spec returns the first one's job. Of jobs that are no longer known, 100,000 requests are kept,
   * of all owners together; behind that the oldest go of the owner who has the most. A worker that
   * is started anew knows none.
   *
   * @param spec what to run, and how
   * @param requestId a name of the caller's for this start
   * @return the job as it was right after its start
   * @throws JobsException.InvalidRequest besides the reasons of {@link #start(JobSpec)}: the same
   *     {@code requestId} came with another spec before
   * @throws JobsException.NotStarted the program or the working directory is not usable
   * @throws JobsException.ResourceExhausted no process, descriptor or memory is left
   */
  Job start(JobSpec spec, RequestId requestId);

  /**
   * Starts a job without waiting for a remote worker's answer; an embedded one, which has nothing
   * to wait for, starts it on the calling thread. Whatever completes the stage's future, the start
   * goes on; a job that nobody wants any more is stopped by what depends on the stage. Who runs a
   * program to its end has {@link #runAsync(JobSpec, long)} do so.
   *
   * @param spec what to run, and how
   * @return a stage with what {@link #start(JobSpec)} returns
   */
  default CompletionStage<Job> requestStart(JobSpec spec) {
    try {
      return CompletableFuture.completedFuture(start(spec));
    } catch (JobsException refusal) {
      return CompletableFuture.failedFuture(refusal);
    }
  }

  /**
   * Starts a job, and returns what it is handled by; see {@link #start(JobSpec)}.
   *
   * @param spec what to run, and how
   * @return a handle of the job
   */
  default JobHandle launch(JobSpec spec) {
    return handle(start(spec).id());
  }

  /**
   * Starts a job once, and returns what it is handled by; see {@link #start(JobSpec, RequestId)}.
   *
   * @param spec what to run, and how
   * @param requestId a name of the caller's for this start
   * @return a handle of the job
   */
  default JobHandle launch(JobSpec spec, RequestId requestId) {
    return handle(start(spec, requestId).id());
  }

  /**
   * {@return a handle for a job that is known by its id} Nothing is asked yet: whether there is
   * such a job its methods tell.
   *
   * @param job its id
   */
  default JobHandle handle(JobId job) {
    return new JobHandle(this, job);
  }

  /**
   * Runs a job to its end and collects what it prints, up to {@link
   * CollectedOutput#DEFAULT_LIMIT_BYTES}; see {@link #run(JobSpec, long)}.
   *
   * @param spec what to run, and how
   * @return the job at its end, and what it printed
   * @throws JobsException.NotStarted the program or the working directory is not usable
   * @throws InterruptedException the thread was interrupted; the job is being stopped
   */
  default RunResult run(JobSpec spec) throws InterruptedException {
    return run(spec, CollectedOutput.DEFAULT_LIMIT_BYTES);
  }

  /**
   * Runs a job to its end and collects what it prints. A program that fails is a result like any
   * other; {@link RunResult#orThrow()} makes an exception of it. The job belongs to this call: as
   * far as the worker can be reached, it is stopped when the thread is interrupted, be it while the
   * worker still starts the job, and when its output cannot be had to the end, which is thrown with
   * the job's id as a {@linkplain Throwable#getSuppressed() suppressed} note; more output than
   * there is memory for cannot be had either. An output that a descendant held open is cut off, and
   * {@linkplain CollectedOutput#isCutOff() says so}. Who must have the job in hand whatever happens
   * launches it instead.
   *
   * @param spec what to run, and how
   * @param outputLimitBytes how much of the output is collected, from 0 to 2,147,483,583; what the
   *     job prints behind that is left out of the result, and does not hold it up
   * @return the job at its end, and what it printed
   * @throws JobsException.NotStarted the program or the working directory is not usable
   * @throws InterruptedException the thread was interrupted; the job is being stopped
   */
  default RunResult run(JobSpec spec, long outputLimitBytes) throws InterruptedException {
    return Waiting.forResult(runAsync(spec, outputLimitBytes));
  }

  /**
   * Runs a job as {@link #run(JobSpec, long)} does, without a thread that waits for its end, or for
   * the answer of a remote worker to its start. Whoever completes the stage's future stops the job:
   * a {@code cancel}, or an {@code orTimeout}.
   *
   * @param spec what to run, and how
   * @param outputLimitBytes how much of the output is collected, from 0 to 2,147,483,583
   * @return a stage with what {@link #run(JobSpec, long)} returns, or with the refusal to start
   */
  default CompletionStage<RunResult> runAsync(JobSpec spec, long outputLimitBytes) {
    return Run.begin(this, spec, outputLimitBytes);
  }

  /**
   * Runs a job and collects up to {@link CollectedOutput#DEFAULT_LIMIT_BYTES} of its output; see
   * {@link #runAsync(JobSpec, long)}.
   *
   * @param spec what to run, and how
   * @return a stage with what {@link #run(JobSpec)} returns, or with the refusal to start
   */
  default CompletionStage<RunResult> runAsync(JobSpec spec) {
    return runAsync(spec, CollectedOutput.DEFAULT_LIMIT_BYTES);
  }

  /**
   * Stops a job with the grace period of its own {@linkplain
   * io.processmanager.domain.job.StopPolicy#grace() policy}, 3 s unless it was started with
   * another; see {@link #stop(JobId, Duration)}.
   *
   * @param job its id
   * @return how the job ended, and how sure it is that nothing is left of it
   * @throws JobsException.NotFound no job has this id
   * @throws JobsException.NotPermitted the job is somebody else's
   * @throws InterruptedException the thread was interrupted; the stop goes on
   */
  default StopOutcome stop(JobId job) throws InterruptedException {
    return Waiting.forResult(requestStop(job));
  }

  /**
   * Stops a job: the signal of its policy, SIGTERM unless it was started with another, to its
   * process group, {@code grace} to end by itself, SIGKILL to all that is left. Returns when
   * nothing is left of it, and at the latest 1 s after the SIGKILL, whatever holds the job up; the
   * answer says how sure that is. Many stops at once send one signal and get one answer; one with
   * less patience than is left to the first brings the kill forward. A stop whose kill was
   * {@linkplain io.processmanager.domain.job.Thoroughness#KILL_PENDING pending} may be asked for
   * again: it kills again, and waits up to 1 s again. A job that has ended without a stop is sent
   * nothing, and its stop returns at once; what its leader left behind is killed when the output
   * has ended.
   *
   * @param job its id
   * @param grace from zero, which kills at once, to {@link
   *     io.processmanager.domain.job.StopPolicy#LONGEST_GRACE}
   * @return how the job ended, and how sure it is that nothing is left of it
   * @throws JobsException.NotFound no job has this id
   * @throws JobsException.NotPermitted the job is somebody else's
   * @throws JobsException.InvalidRequest {@code grace} is out of range
   * @throws InterruptedException the thread was interrupted; the stop goes on
   */
  default StopOutcome stop(JobId job, Duration grace) throws InterruptedException {
    return Waiting.forResult(requestStop(job, grace));
  }

  /**
   * Stops a job without waiting for it; see {@link #stop(JobId)}.
   *
   * @param job its id
   * @return a stage with what {@link #stop(JobId)} returns
   */
  CompletionStage<StopOutcome> requestStop(JobId job);

  /**
   * Stops a job without waiting for it; see {@link #stop(JobId, Duration)}. Cancelling the stage's
   * future ends the wait, not the stop.
   *
   * @param job its id
   * @param grace how long it may take to end by itself
   * @return a stage with what {@link #stop(JobId)} returns
   */
  CompletionStage<StopOutcome> requestStop(JobId job, Duration grace);

  /**
   * Describes a job and, while it runs, its process.
   *
   * @param job its id
   * @return the job, its output and its process at that moment
   * @throws JobsException.NotFound no job has this id
   * @throws JobsException.NotPermitted the job is somebody else's
   */
  JobStatus status(JobId job);

  /**
   * Lists jobs in the order they were started, a page at a time.
   *
   * @param query which jobs, and which page
   * @return a page, with the token of the next one
   * @throws JobsException.InvalidRequest the page token is not one that a page gave
   */
  JobPage list(JobQuery query);

  /**
   * Sends one signal to the leader of a running job and to all processes of its group. A leader
   * that ends by it ended {@linkplain io.processmanager.domain.job.EndCause.Signaled by a signal
   * from this caller}, which is no stop.
   *
   * @param job its id
   * @param signal what to send
   * @throws JobsException.NotFound no job has this id
   * @throws JobsException.NotPermitted the job is somebody else's
   * @throws JobsException.NotRunning the job has ended
   */
  void signal(JobId job, Signal signal);

  /**
   * Waits until a job has ended, as long as it takes.
   *
   * @param job its id
   * @return how the job ended
   * @throws JobsException.NotFound no job has this id
   * @throws JobsException.NotPermitted the job is somebody else's
   * @throws InterruptedException the thread was interrupted; the job runs on
   */
  default JobState.Ended awaitExit(JobId job) throws InterruptedException {
    return Waiting.forResult(onExit(job));
  }

  /**
   * Waits until a job has ended, but not longer than {@code timeout}. When that is over the default
   * asks for the job's {@link #status}, and is as late as that: a transport that may have to wait
   * for it bounds the question.
   *
   * @param job its id
   * @param timeout how long to wait; zero only looks
   * @return empty if the job still runs
   * @throws JobsException.NotFound no job has this id
   * @throws JobsException.NotPermitted the job is somebody else's
   * @throws InterruptedException the thread was interrupted; the job runs on
   */
  default Optional<JobState.Ended> awaitExit(JobId job, Duration timeout)
      throws InterruptedException {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(timeout, "timeout");
    if (timeout.compareTo(Duration.ZERO) > 0) {
      Optional<JobState.Ended> told = Waiting.forResult(onExit(job), timeout);
      if (told.isPresent()) {
        return told;
      }
    }
    // An answer may have been on its way: a time that is too short for one must not hide an end.
    return status(job).job().state() instanceof JobState.Ended ended
        ? Optional.of(ended)
        : Optional.empty();
  }

  /**
   * {@return a stage that completes when a job has ended} Cancelling its future ends the wait, not
   * the job.
   *
   * @param job its id
   */
  CompletionStage<JobState.Ended> onExit(JobId job);

  /**
   * {@return the changes of a caller's jobs as they come: who has many jobs need neither ask for
   * each nor wait for each}
   *
   * <p><b>Shape.</b> A {@link JobEvent.Changed} for each start, each stop that begins and each end,
   * of one job always in that order. Of a job that changes faster than its subscriber asks, the
   * latest state alone is told: nothing is held for a subscriber but a position, and an end is
   * never left out in silence ({@link JobEvent.Missed}). One {@link JobEvent.CaughtUp} where the
   * present is reached. The stream has no end of its own.
   *
   * <p><b>Resuming.</b> Each event has a {@linkplain JobEvent#position() position}, behind which
   * another watch goes on. A transport whose connection is lost goes on by itself, as it does for
   * {@linkplain #output output}.
   *
   * <p><b>Threading.</b> Signals are serial, and come on threads of the implementation.
   *
   * <p><b>Errors.</b> {@code onError} with {@link JobsException.InvalidRequest} if the query's
   * position is none that a watch told; {@link JobsException.Unavailable} if the way to the worker
   * is lost for good.
   *
   * @param query whose jobs, and from when on
   */
  Flow.Publisher<JobEvent> watch(WatchQuery query);

  /**
   * Watches jobs for a thread that waits for their changes. The watch must be closed.
   *
   * <p>What is wrong with the query is thrown by the first read.
   *
   * @param query whose jobs, and from when on
   * @return a watch, to be closed
   */
  default JobWatch openWatch(WatchQuery query) {
    return JobWatch.of(watch(query));
  }

  /**
   * {@return the offset at which a reader of a job's output that came now would begin}
   *
   * <p><b>Units.</b> Bytes from 0 at the job's start.
   *
   * @param job its id
   * @param start where to begin
   * @throws JobsException.NotFound no job has this id
   * @throws JobsException.NotPermitted the job is somebody else's
   * @throws JobsException.InvalidRequest {@code start} is an offset past the end
   */
  long locateOutput(JobId job, OutputQuery.Start start);

  /**
   * {@return a job's output as a stream with back-pressure}
   *
   * <p><b>Shape.</b> Chunks in write order, each with its offset; a {@link OutputItem.Gap} for each
   * range that is not there; if the query asks for them, a {@link OutputItem.CaptureTime} before
   * the first chunk and wherever the time changes, which no chunk straddles; a reader that gets to
   * the end of an ended job's output is given one {@link OutputItem.End}, and the subscription
   * completes. Each subscriber reads from the query's start.
   *
   * <p><b>Threading.</b> Signals are serial. Nothing is held for a subscriber but an offset:
   * without demand nothing is read for it, and neither the job nor other readers notice.
   *
   * <p><b>Transports.</b> A transport whose connection is lost in the middle of a stream may make
   * another one and go on by itself, at the offset where it was cut off: then nothing is missing
   * and nothing comes twice, and the subscriber notices the delay alone. It may do so for a bounded
   * time, within which a cancelled subscriber is let go at once. A worker's answer is never taken
   * for a lost connection: refusals, a worker that is shutting down included, end the stream.
   *
   * <p><b>Errors.</b> {@code onError} with {@link JobsException.NotFound}, also when the job is
   * forgotten while it is read; {@link JobsException.NotPermitted}; {@link
   * JobsException.InvalidRequest} if the query's offset lies past the end; {@link
   * JobsException.Unavailable} if the way to the worker is lost for good.
   *
   * @param job its id
   * @param query what to read
   */
  Flow.Publisher<OutputItem> output(JobId job, OutputQuery query);

  /**
   * Opens a job's output for a thread that reads it, blocking while the job is silent. The reader
   * must be closed; closing ends the stream on the worker too.
   *
   * <p>What is wrong with the job or the query is thrown by the first read.
   *
   * @param job its id
   * @param query what to read
   * @return a reader, to be closed
   */
  default OutputReader openOutput(JobId job, OutputQuery query) {
    OutputReader reader = OutputReader.of(query, over -> {});
    reader.readFrom(output(job, query));
    return reader;
  }
}
