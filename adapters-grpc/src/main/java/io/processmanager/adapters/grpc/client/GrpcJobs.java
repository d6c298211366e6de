package io.processmanager.adapters.grpc.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.stub.ClientCalls;
import io.processmanager.adapters.grpc.wire.JobMapping;
import io.processmanager.adapters.grpc.wire.OutputMapping;
import io.processmanager.adapters.grpc.wire.OutputMethod;
import io.processmanager.adapters.grpc.wire.RequestMapping;
import io.processmanager.adapters.grpc.wire.RequestSize;
import io.processmanager.adapters.grpc.wire.StatusMapping;
import io.processmanager.adapters.grpc.wire.StopMapping;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.StopPolicy;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.JobEvent;
import io.processmanager.ports.inbound.JobPage;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.JobStatus;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.RequestId;
import io.processmanager.ports.inbound.StopOutcome;
import io.processmanager.ports.inbound.WatchQuery;
import io.processmanager.proto.v1.GetJobStatusRequest;
import io.processmanager.proto.v1.JobServiceGrpc;
import io.processmanager.proto.v1.ReadOutputRequest;
import io.processmanager.proto.v1.ReadOutputResponse;
import io.processmanager.proto.v1.SignalJobRequest;
import io.processmanager.proto.v1.StartJobRequest;
import io.processmanager.proto.v1.StartJobResponse;
import io.processmanager.proto.v1.StopJobRequest;
import io.processmanager.proto.v1.WaitJobRequest;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/**
 * The jobs of a remote worker, for the identity of this side's certificate, or on a Unix socket for
 * the user that this side runs as.
 *
 * <p>The connection is made by the first call, and made again when it was lost. A call that needs
 * one and does not get it throws {@link JobsException.Unavailable} with the reason; once the worker
 * has been reached, what may be asked twice is tried again for as long as {@link
 * GrpcJobsBuilder#callTimeout} and {@link GrpcJobsBuilder#reconnect} allow. Hundreds of readers and
 * waits share a connection; more of them have more connections.
 *
 * <p><b>Threading.</b> Any thread, many at once.
 */
public final class GrpcJobs implements Jobs, AutoCloseable {

  /** What a worker may take for a stop beyond the grace period. */
  private static final Duration STOP_MARGIN = Duration.ofSeconds(30);

  /** What a start may take that a thread does not wait for. */
  private static final Duration LONGEST_START = Duration.ofMinutes(10);

  /** What a wait that is over gives the worker to say how the job stands. */
  private static final Duration LAST_QUESTION = Duration.ofSeconds(1);

  /** What starts and stops that were asked for are given when the client is closed. */
  private static final Duration CLOSE_GRACE = Duration.ofSeconds(2);

  private static final String SPEC = "spec";

  private final Calls calls;
  private final Streams streams;
  private final TimedWaits timedWaits;

  GrpcJobs(Calls calls) {
    this.calls = calls;
    this.streams = calls.streams();
    this.timedWaits = new TimedWaits(job -> onExit(job).toCompletableFuture(), streams.retries());
  }

  /**
   * Begins to describe a worker's jobs.
   *
   * @return settings, with their defaults
   */
  public static GrpcJobsBuilder builder() {
    return new GrpcJobsBuilder();
  }

  /**
   * {@inheritDoc}
   *
   * <p>One whose connection is lost is asked for again, as {@link GrpcJobsBuilder#reconnect} says,
   * under a request id of its own: the worker starts one job, as {@link #start(JobSpec, RequestId)}
   * says, unless it was itself started anew in between.
   */
  @Override
  public Job start(JobSpec spec) {
    return start(startable(spec));
  }

  @Override
  public Job start(JobSpec spec, RequestId requestId) {
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(requestId, "requestId");
    return start(
        StartJobRequest.newBuilder()
            .setSpec(JobMapping.toWire(spec))
            .setRequestId(requestId.value())
            .build());
  }

  private Job start(StartJobRequest request) {
    return calls.ask(
        JobServiceGrpc.getStartJobMethod(), RequestSize.checked(request, SPEC), GrpcJobs::started);
  }

  /**
   * {@inheritDoc}
   *
   * <p>It is asked for again as {@link #start(JobSpec)} is. An answer is waited for as long as 10
   * minutes, whatever the call timeout: a job whose start takes its time, as from a disk that does
   * not answer, is told all the same, and a run that was given up meanwhile stops it. A worker that
   * dies without a word is noticed before that, by keep-alive.
   */
  @Override
  public CompletionStage<Job> requestStart(JobSpec spec) {
    StartJobRequest request = startable(spec);
    try {
      RequestSize.checked(request, SPEC);
    } catch (JobsException refusal) {
      return CompletableFuture.failedFuture(refusal);
    }
    return calls.order(
        JobServiceGrpc.getStartJobMethod(), request, GrpcJobs::started, LONGEST_START);
  }

  /** What may be sent again, if it may be. */
  private StartJobRequest startable(JobSpec spec) {
    Objects.requireNonNull(spec, "spec");
    StartJobRequest.Builder request = StartJobRequest.newBuilder().setSpec(JobMapping.toWire(spec));
    return streams.reconnect().isOn()
        ? request.setRequestId(UUID.randomUUID().toString()).build()
        : request.build();
  }

  private static Job started(StartJobResponse answer) {
    return JobMapping.toDomain(answer.getJob());
  }

  @Override
  public JobStatus status(JobId job) {
    return calls.ask(
        JobServiceGrpc.getGetJobStatusMethod(),
        GetJobStatusRequest.newBuilder().setJobId(text(job)).build(),
        StatusMapping::toDomain);
  }

  @Override
  public JobPage list(JobQuery query) {
    Objects.requireNonNull(query, "query");
    return calls.ask(
        JobServiceGrpc.getListJobsMethod(),
        RequestSize.checked(RequestMapping.toWire(query), "query"),
        RequestMapping::toDomain);
  }

  /**
   * {@inheritDoc}
   *
   * <p>It is never sent twice: when the connection is lost before the answer, {@link
   * JobsException.Unavailable} leaves open whether it arrived.
   */
  @Override
  public void signal(JobId job, Signal signal) {
    Objects.requireNonNull(signal, "signal");
    calls.askOnce(
        JobServiceGrpc.getSignalJobMethod(),
        SignalJobRequest.newBuilder().setJobId(text(job)).setSignal(signal.number()).build(),
        answer -> job);
  }

  /**
   * Asks the worker to stop a job with the grace period that it was started with.
   *
   * <p>How long that is only the worker knows: an answer is waited for as long as the longest grace
   * period and 30 s, whatever the call timeout. A worker that dies without a word is noticed before
   * that, by keep-alive.
   */
  @Override
  public CompletionStage<StopOutcome> requestStop(JobId job) {
    Objects.requireNonNull(job, "job");
    return stop(StopMapping.toWire(job), StopPolicy.LONGEST_GRACE);
  }

  /**
   * Asks the worker to stop a job with this grace period.
   *
   * <p>An answer is waited for as long as {@code grace} and 30 s, whatever the call timeout.
   */
  @Override
  public CompletionStage<StopOutcome> requestStop(JobId job, Duration grace) {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(grace, "grace");
    return stop(StopMapping.toWire(job, grace), grace);
  }

  private CompletionStage<StopOutcome> stop(StopJobRequest request, Duration grace) {
    // A worker refuses a grace period out of range: the time for its answer stays in range.
    Duration longest = StopPolicy.LONGEST_GRACE;
    Duration inRange = grace.compareTo(longest) > 0 ? longest : grace;
    Duration allowed = (inRange.isNegative() ? Duration.ZERO : inRange).plus(STOP_MARGIN);
    return calls.order(JobServiceGrpc.getStopJobMethod(), request, StopMapping::toDomain, allowed);
  }

  /**
   * {@inheritDoc}
   *
   * <p>A wait whose connection is lost goes on by itself as {@link GrpcJobsBuilder#reconnect} says.
   */
  @Override
  public CompletionStage<JobState.Ended> onExit(JobId job) {
    return calls.await(
        JobServiceGrpc.getWaitJobMethod(),
        WaitJobRequest.newBuilder().setJobId(text(job)).build(),
        answer -> ended(answer.getJob()));
  }

  /**
   * {@inheritDoc}
   *
   * <p>When the time is over, the worker is asked for the job's state, which takes a round trip
   * more, and 1 s at most: so the answer is the same as near the job, however short the time, and a
   * worker that does not answer holds nobody up. It is empty then. Zero asks for nothing else, and
   * has the call timeout for it, as {@link #status} has.
   */
  @Override
  public Optional<JobState.Ended> awaitExit(JobId job, Duration timeout)
      throws InterruptedException {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(timeout, "timeout");
    if (timeout.isNegative() || timeout.isZero()) {
      return interruptibly(() -> Optional.of(state(job))).flatMap(GrpcJobs::ended);
    }
    Optional<JobState.Ended> told = timedWaits.await(job, timeout);
    return told.isPresent() ? told : interruptibly(() -> stateAtOnce(job)).flatMap(GrpcJobs::ended);
  }

  private JobState state(JobId job) {
    return status(job).job().state();
  }

  private Optional<JobState> stateAtOnce(JobId job) {
    return calls.askFor(
        LAST_QUESTION,
        JobServiceGrpc.getGetJobStatusMethod(),
        GetJobStatusRequest.newBuilder().setJobId(text(job)).build(),
        answer -> StatusMapping.toDomain(answer).job().state());
  }

  private static Optional<JobState.Ended> ended(JobState state) {
    return state instanceof JobState.Ended ended ? Optional.of(ended) : Optional.empty();
  }

  private static <T> T interruptibly(Supplier<T> question) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before the question for the job's state");
    }
    try {
      return question.get();
    } catch (JobsException.Failed failed) {
      if (Thread.interrupted()) {
        InterruptedException interrupted = new InterruptedException(failed.getMessage());
        interrupted.initCause(failed);
        throw interrupted;
      }
      throw failed;
    }
  }

  private static JobState.Ended ended(io.processmanager.proto.v1.Job message) {
    if (JobMapping.toDomain(message).state() instanceof JobState.Ended ended) {
      return ended;
    }
    throw new IllegalArgumentException("the job has not ended");
  }

  /**
   * Has the worker send a job's output, to each subscriber by a call of its own.
   *
   * <p>A reader whose connection is lost goes on by itself as {@link GrpcJobsBuilder#reconnect}
   * says, once its first connection has been made, if it follows.
   */
  @Override
  public Flow.Publisher<OutputItem> output(JobId job, OutputQuery query) {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(query, "query");
    return new ResumedPublisher<>(streams, () -> new OutputProgress(job, query));
  }

  /**
   * Has the worker tell the changes of jobs, each subscriber by a call of its own.
   *
   * <p>A watch whose connection is lost goes on by itself as {@link GrpcJobsBuilder#reconnect}
   * says, once its first connection has been made.
   */
  @Override
  public Flow.Publisher<JobEvent> watch(WatchQuery query) {
    Objects.requireNonNull(query, "query");
    return new ResumedPublisher<>(streams, () -> new WatchProgress(query));
  }

  @Override
  public long locateOutput(JobId job, OutputQuery.Start start) {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(start, "start");
    // All that is there behind the first message is one byte at most.
    OutputQuery query = OutputQuery.from(start).withoutFollowing().withLimit(1);
    ReadOutputRequest request = OutputMapping.toWire(job, query);
    return calls.ask(
        (channel, options) ->
            calls.decoded(begin(channel, options, request), OutputMapping::begin));
  }

  private static ReadOutputResponse begin(
      Channel channel, CallOptions options, ReadOutputRequest request) {
    Iterator<ReadOutputResponse> answer =
        ClientCalls.blockingServerStreamingCall(
            channel, OutputMethod.descriptor(), options, request);
    ReadOutputResponse begin =
        answer.hasNext() ? answer.next() : ReadOutputResponse.getDefaultInstance();
    answer.forEachRemaining(byteOrGap -> {});
    return begin;
  }

  private static String text(JobId job) {
    return Objects.requireNonNull(job, "job").toString();
  }

  /** How many timers of streams and calls are set. */
  int pendingTimers() {
    return streams.retries().pending();
  }

  /** How many calls of streams, waits and orders are open. */
  int longCalls() {
    return streams.channels().longCalls();
  }

  /** How many connections there may be. */
  int connections() {
    return streams.channels().size();
  }

  /**
   * Ends the connections, their thread and every call that is open. Jobs are not touched, but by
   * the starts and stops that were asked for before: they are given up to 2 s to be answered, also
   * when the thread is interrupted, so that those which nobody waits for arrive.
   */
  @Override
  public void close() {
    try {
      calls.awaitOrders(CLOSE_GRACE);
      streams.retries().close();
    } finally {
      streams.channels().close();
    }
  }
}
