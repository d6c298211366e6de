package io.processmanager.ports.inbound;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.log.OutputItem;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

/**
 * One job of a {@link Jobs}, for those who have it in hand: what can be done with a job, without
 * naming it each time.
 *
 * <p>A handle is no more than the job's id and the jobs it came from. It costs nothing to have, the
 * job goes on without it, and {@link Jobs#handle} makes another. Closing it ends the readers that
 * were opened through it and what it collects, and stops the job if {@link #stopOnClose} asked for
 * that.
 *
 * <p><b>Threading.</b> Any thread, many at once.
 *
 * <p><b>Errors.</b> Those of the methods of {@link Jobs} that it calls: {@link
 * JobsException.NotFound} when the job is no longer known, {@link JobsException.NotPermitted} for
 * somebody else's, {@link JobsException.Unavailable} when the worker cannot be reached.
 */
public final class JobHandle implements AutoCloseable {

  private final Jobs jobs;
  private final JobId id;
  private final Set<OutputReader> readers = ConcurrentHashMap.newKeySet();

  /** What cancels each collection that has not come to its end. */
  private final Set<Runnable> collections = ConcurrentHashMap.newKeySet();

  private volatile boolean stopsOnClose;
  private volatile boolean closed;

  JobHandle(Jobs jobs, JobId id) {
    this.jobs = Objects.requireNonNull(jobs, "jobs");
    this.id = Objects.requireNonNull(id, "id");
  }

  /** {@return the job's name, good for as long as the job is known} */
  public JobId id() {
    return id;
  }

  /** {@return the job, what is kept of its output, and what its leader is doing now} */
  public JobStatus status() {
    return jobs.status(id);
  }

  /** {@return whether the leader has not ended yet} Asks the worker. */
  public boolean isAlive() {
    return !(status().job().state() instanceof JobState.Ended);
  }

  /**
   * Waits until the job has ended, as long as it takes.
   *
   * @return how the job ended
   * @throws InterruptedException the thread was interrupted; the job runs on
   */
  public JobState.Ended awaitExit() throws InterruptedException {
    return jobs.awaitExit(id);
  }

  /**
   * Waits until the job has ended, but not longer than {@code timeout}.
   *
   * @param timeout how long to wait; zero only looks
   * @return empty if the job still runs
   * @throws InterruptedException the thread was interrupted; the job runs on
   */
  public Optional<JobState.Ended> awaitExit(Duration timeout) throws InterruptedException {
    return jobs.awaitExit(id, timeout);
  }

  /** {@return a stage that completes when the job has ended; {@link Jobs#onExit}} */
  public CompletionStage<JobState.Ended> onExit() {
    return jobs.onExit(id);
  }

  /**
   * Stops the job with the grace period that it was started with; {@link Jobs#stop(JobId)}.
   *
   * @return how the job ended, and how sure it is that nothing is left of it
   * @throws InterruptedException the thread was interrupted; the stop goes on
   */
  public StopOutcome stop() throws InterruptedException {
    return jobs.stop(id);
  }

  /**
   * Stops the job; {@link Jobs#stop(JobId, Duration)}.
   *
   * @param grace how long it may take to end by itself
   * @return how the job ended, and how sure it is that nothing is left of it
   * @throws InterruptedException the thread was interrupted; the stop goes on
   */
  public StopOutcome stop(Duration grace) throws InterruptedException {
    return jobs.stop(id, grace);
  }

  /**
   * Stops the job without waiting for it; {@link Jobs#requestStop(JobId)}.
   *
   * @return a stage with what {@link #stop()} returns
   */
  public CompletionStage<StopOutcome> requestStop() {
    return jobs.requestStop(id);
  }

  /**
   * Stops the job without waiting for it; {@link Jobs#requestStop(JobId, Duration)}.
   *
   * @param grace how long it may take to end by itself
   * @return a stage with what {@link #stop()} returns
   */
  public CompletionStage<StopOutcome> requestStop(Duration grace) {
    return jobs.requestStop(id, grace);
  }

  /**
   * Sends a signal to the leader and its process group; {@link Jobs#signal}.
   *
   * @param signal the signal
   */
  public void signal(Signal signal) {
    jobs.signal(id, signal);
  }

  /**
   * {@return the output as a stream with back-pressure; {@link Jobs#output}}
   *
   * @param query what to read
   */
  public Flow.Publisher<OutputItem> output(OutputQuery query) {
    return jobs.output(id, query);
  }

  /**
   * Opens the output for a thread that reads it; {@link Jobs#openOutput}. It is closed with this
   * handle at the latest.
   *
   * @param query what to read
   * @return a reader, to be closed
   */
  public OutputReader openOutput(OutputQuery query) {
    OutputReader reader = OutputReader.of(query, readers::remove);
    readers.add(reader);
    reader.readFrom(jobs.output(id, query));
    if (closed) {
      reader.close();
    }
    return reader;
  }

  /**
   * {@return the output from its first byte until it ends, as bytes; {@link
   * OutputReader#asInputStream}} Must be closed, and is with this handle at the latest. The end of
   * an output that was cut off is like any other.
   */
  public InputStream inputStream() {
    return openOutput(OutputQuery.all()).asInputStream();
  }

  /**
   * {@return the output from its first line until it ends, as lines of UTF-8; {@link
   * #lines(OutputQuery)}}
   */
  public Stream<String> lines() {
    return lines(OutputQuery.all());
  }

  /**
   * {@return a part of the output, or all of it, as lines of UTF-8} The stream waits while the job
   * is silent and the query follows it, and must be closed; it is with this handle at the latest.
   * The end of an output that was cut off is like any other. A part that begins or ends within a
   * line has a part of that line.
   *
   * <p><b>Errors.</b> The stream throws {@link UncheckedIOException}, for a gap with an {@link
   * OutputGapException} as its cause, for a refusal with one whose cause that is.
   *
   * @param query what to read
   */
  public Stream<String> lines(OutputQuery query) {
    OutputReader reader = openOutput(query);
    return new BufferedReader(new InputStreamReader(reader.asInputStream(), StandardCharsets.UTF_8))
        .lines()
        .onClose(reader::close);
  }

  /**
   * Waits for the end of the output, and returns its first {@link
   * CollectedOutput#DEFAULT_LIMIT_BYTES}; {@link #collectOutput(long)}.
   *
   * @return what was collected
   * @throws InterruptedException the thread was interrupted; the job runs on
   */
  public CollectedOutput collectOutput() throws InterruptedException {
    return collectOutput(CollectedOutput.DEFAULT_LIMIT_BYTES);
  }

  /**
   * Waits until the output has ended or has more than {@code limitBytes} bytes, and returns it up
   * to there. Closing this handle ends the wait.
   *
   * @param limitBytes from 0 to 2,147,483,583
   * @return what was collected
   * @throws InterruptedException the thread was interrupted; the job runs on
   * @throws CancellationException this handle was closed; the job runs on
   */
  public CollectedOutput collectOutput(long limitBytes) throws InterruptedException {
    return Waiting.forResult(collectOutputAsync(limitBytes));
  }

  /**
   * Collects the output as {@link #collectOutput(long)} does, without a thread that waits for its
   * end. Whoever completes the stage's future ends the reading, as a {@code cancel} or an {@code
   * orTimeout} does; closing this handle cancels it.
   *
   * @param limitBytes from 0 to 2,147,483,583
   * @return a stage with what {@link #collectOutput(long)} returns
   */
  public CompletionStage<CollectedOutput> collectOutputAsync(long limitBytes) {
    CompletableFuture<CollectedOutput> collected = OutputCollection.collect(jobs, id, limitBytes);
    Runnable cancellation = () -> collected.cancel(true);
    collections.add(cancellation);
    var unused = collected.whenComplete((output, failed) -> collections.remove(cancellation));
    if (closed) {
      cancellation.run();
    }
    return collected;
  }

  /**
   * Asks for the job to be stopped when this handle is closed, as at the end of a
   * try-with-resources statement.
   *
   * @return this handle
   */
  public JobHandle stopOnClose() {
    stopsOnClose = true;
    return this;
  }

  /**
   * Ends the readers that were opened through this handle, and cancels what it still collects. If
   * {@link #stopOnClose} asked for it, stops the job as {@link #stop()} does and returns when
   * nothing is left of it; interrupted, it returns at once and the stop goes on. Closing again does
   * nothing.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    readers.forEach(OutputReader::close);
    collections.forEach(Runnable::run);
    if (stopsOnClose) {
      stopAtLast();
    }
  }

  private void stopAtLast() {
    try {
      var unused = jobs.stop(id);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (JobsException.NotFound nothingLeftToStop) {
      return;
    }
  }

  @Override
  public String toString() {
    return "job " + id;
  }
}
