package io.processmanager.adapters.grpc.client;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.processmanager.adapters.grpc.wire.JobMapping;
import io.processmanager.adapters.grpc.wire.OutputMapping;
import io.processmanager.adapters.grpc.wire.OutputMethod;
import io.processmanager.adapters.grpc.wire.RequestMapping;
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
import io.processmanager.proto.v1.ReadOutputResponse;
import io.processmanager.proto.v1.SignalJobRequest;
import io.processmanager.proto.v1.StartJobRequest;
import io.processmanager.proto.v1.StopJobRequest;
import io.processmanager.proto.v1.WaitJobRequest;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The jobs of a remote worker, for the identity of this side's certificate, or on a Unix socket for
 * the user that this side runs as.
 *
 * <p>The connection is made by the first call, and made again when it was lost. A call that needs
 * one and does not get it throws {@link JobsException.Unavailable} with the reason.
 *
 * <p><b>Threading.</b> Any thread, many at once.
 */
public final class GrpcJobs implements Jobs, AutoCloseable {

  /** What a worker may take for a stop beyond the grace period. */
  private static final Duration STOP_MARGIN = Duration.ofSeconds(30);

  private static final long CLOSE_SECONDS = 2;

  private final ManagedChannel channel;
  private final Runnable release;
  private final Duration callTimeout;
  private final CallFailures failures;
  private final Retries retries = new Retries();
  private final Streams streams;

  GrpcJobs(
      ManagedChannel channel,
      Runnable release,
      WorkerAddress address,
      Duration callTimeout,
      Reconnect reconnect,
      ReconnectListener listener) {
    this.channel = channel;
    this.release = release;
    this.callTimeout = callTimeout;
    this.failures = new CallFailures(address);
    this.streams = new Streams(channel, failures, reconnect, listener, retries);
  }

  /** Begins to describe a worker's jobs. */
  public static GrpcJobsBuilder builder() {
    return new GrpcJobsBuilder();
  }

  @Override
  public Job start(JobSpec spec) {
    return start(StartJobRequest.newBuilder().setSpec(JobMapping.toWire(spec)).build());
  }

  @Override
  public Job start(JobSpec spec, RequestId requestId) {
    return start(
        StartJobRequest.newBuilder()
            .setSpec(JobMapping.toWire(spec))
            .setRequestId(requestId.value())
            .build());
  }

  private Job start(StartJobRequest request) {
    return ask(
        JobServiceGrpc.getStartJobMethod(),
        request,
        answer -> JobMapping.toDomain(answer.getJob()));
  }

  @Override
  public JobStatus status(JobId job) {
    return ask(
        JobServiceGrpc.getGetJobStatusMethod(),
        GetJobStatusRequest.newBuilder().setJobId(job.toString()).build(),
        StatusMapping::toDomain);
  }

  @Override
  public JobPage list(JobQuery query) {
    return ask(
        JobServiceGrpc.getListJobsMethod(), RequestMapping.toWire(query), RequestMapping::toDomain);
  }

  @Override
  public void signal(JobId job, Signal signal) {
    ask(
        JobServiceGrpc.getSignalJobMethod(),
        SignalJobRequest.newBuilder().setJobId(job.toString()).setSignal(signal.number()).build(),
        answer -> job);
  }

  /**
   * {@inheritDoc}
   *
   * <p>How long that is only the worker knows: an answer is waited for as long as the longest grace
   * period and 30 s, whatever the call timeout. A worker that dies without a word is noticed before
   * that, by keep-alive.
   */
  @Override
  public CompletionStage<StopOutcome> requestStop(JobId job) {
    return stop(StopMapping.toWire(job), StopPolicy.LONGEST_GRACE);
  }

  /**
   * {@inheritDoc}
   *
   * <p>An answer is waited for as long as {@code grace} and 30 s, whatever the call timeout.
   */
  @Override
  public CompletionStage<StopOutcome> requestStop(JobId job, Duration grace) {
    return stop(StopMapping.toWire(job, grace), grace);
  }

  private CompletionStage<StopOutcome> stop(StopJobRequest request, Duration grace) {
    // A worker refuses a grace period out of range: the time for its answer stays in range.
    Duration longest = StopPolicy.LONGEST_GRACE;
    Duration inRange = grace.compareTo(longest) > 0 ? longest : grace;
    Duration allowed = (inRange.isNegative() ? Duration.ZERO : inRange).plus(STOP_MARGIN);
    return Call.send(
        channel.newCall(JobServiceGrpc.getStopJobMethod(), within(allowed)),
        request,
        StopMapping::toDomain,
        failures,
        allowed);
  }

  @Override
  public CompletionStage<JobState.Ended> onExit(JobId job) {
    return Call.send(
        channel.newCall(JobServiceGrpc.getWaitJobMethod(), CallOptions.DEFAULT),
        WaitJobRequest.newBuilder().setJobId(job.toString()).build(),
        answer -> ended(answer.getJob()),
        failures,
        null);
  }

  private static JobState.Ended ended(io.processmanager.proto.v1.Job message) {
    if (JobMapping.toDomain(message).state() instanceof JobState.Ended ended) {
      return ended;
    }
    throw new IllegalArgumentException("the job has not ended");
  }

  /**
   * {@inheritDoc}
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
   * {@inheritDoc}
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
    // All that is there behind the first message is one byte at most.
    OutputQuery query = OutputQuery.from(start).withoutFollowing().withLimit(1);
    Iterator<ReadOutputResponse> answer =
        ClientCalls.blockingServerStreamingCall(
            channel,
            OutputMethod.descriptor(),
            within(callTimeout),
            OutputMapping.toWire(job, query));
    try {
      long offset = OutputMapping.begin(answer.next());
      answer.forEachRemaining(byteOrGap -> {});
      return offset;
    } catch (StatusRuntimeException failed) {
      throw failures.toRefusal(failed, callTimeout);
    } catch (NoSuchElementException | IllegalArgumentException unreadable) {
      throw failures.unreadable(unreadable);
    }
  }

  private <Q, A, T> T ask(MethodDescriptor<Q, A> method, Q request, Function<A, T> decode) {
    A answer;
    try {
      // Not by a call made here, whose answer another thread would take and hand over.
      answer = ClientCalls.blockingUnaryCall(channel, method, within(callTimeout), request);
    } catch (StatusRuntimeException failed) {
      throw failures.toRefusal(failed, callTimeout);
    }
    try {
      return decode.apply(answer);
    } catch (JobsException | IllegalArgumentException unreadable) {
      throw failures.unreadable(unreadable);
    }
  }

  /**
   * A duration of more nanoseconds than a {@code long} holds counts as the longest that it does.
   */
  private static CallOptions within(Duration allowed) {
    return CallOptions.DEFAULT.withDeadlineAfter(
        TimeUnit.NANOSECONDS.convert(allowed), TimeUnit.NANOSECONDS);
  }

  /** How many readers' timers are set. */
  int pendingTimers() {
    return retries.pending();
  }

  /** Ends the connection and every call that is open. Jobs are not touched. */
  @Override
  public void close() {
    try {
      retries.close();
    } finally {
      channel.shutdownNow();
    }
    try {
      channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      release.run();
    }
  }
}
