package io.processmanager.adapters.grpc.server;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.processmanager.adapters.grpc.wire.JobMapping;
import io.processmanager.adapters.grpc.wire.OutputMapping;
import io.processmanager.adapters.grpc.wire.RequestMapping;
import io.processmanager.adapters.grpc.wire.StatusMapping;
import io.processmanager.adapters.grpc.wire.StopMapping;
import io.processmanager.adapters.grpc.wire.WatchMapping;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.JobsProvider;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.StopOutcome;
import io.processmanager.ports.inbound.WatchQuery;
import io.processmanager.proto.v1.GetJobStatusRequest;
import io.processmanager.proto.v1.GetJobStatusResponse;
import io.processmanager.proto.v1.JobServiceGrpc;
import io.processmanager.proto.v1.ListJobsRequest;
import io.processmanager.proto.v1.ListJobsResponse;
import io.processmanager.proto.v1.ReadOutputRequest;
import io.processmanager.proto.v1.ReadOutputResponse;
import io.processmanager.proto.v1.SignalJobRequest;
import io.processmanager.proto.v1.SignalJobResponse;
import io.processmanager.proto.v1.StartJobRequest;
import io.processmanager.proto.v1.StartJobResponse;
import io.processmanager.proto.v1.StopJobRequest;
import io.processmanager.proto.v1.StopJobResponse;
import io.processmanager.proto.v1.WaitJobRequest;
import io.processmanager.proto.v1.WaitJobResponse;
import io.processmanager.proto.v1.WatchJobsRequest;
import io.processmanager.proto.v1.WatchJobsResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Hands each call to the jobs of whoever makes it. Calls that wait for a job hold no thread.
 *
 * <p>{@code StopJob} and {@code WaitJob} answer with the whole job, and what may not be touched is
 * refused under the name of what was asked for. The job is looked up before it is stopped or waited
 * for and without its process: {@code /proc} is not read for a process whose kill is pending, as
 * that may wait for locks that it holds, and a job that is forgotten meanwhile has its answer all
 * the same.
 */
final class JobService extends JobServiceGrpc.JobServiceImplBase {

  private final JobsProvider jobs;
  private final LongCalls calls;
  private final Executor searches;

  /**
   * @param searches where stored output is searched for the place that a tail or a time stands for
   */
  JobService(JobsProvider jobs, LongCalls calls, Executor searches) {
    this.jobs = jobs;
    this.calls = calls;
    this.searches = searches;
  }

  /** The jobs of the caller that the gate has let through, and of nobody if it has not. */
  private Jobs callersJobs() {
    Caller caller = IdentityGate.CALLER.get();
    if (caller == null) {
      throw new JobsException.Unauthenticated("nobody is known behind the call");
    }
    return jobs.forCaller(caller);
  }

  @Override
  public void startJob(StartJobRequest request, StreamObserver<StartJobResponse> client) {
    answer(
        client,
        () -> {
          JobSpec spec = RequestMapping.spec(request);
          Job job =
              RequestMapping.requestId(request)
                  .map(requestId -> callersJobs().start(spec, requestId))
                  .orElseGet(() -> callersJobs().start(spec));
          return StartJobResponse.newBuilder().setJob(JobMapping.toWire(job)).build();
        });
  }

  @Override
  public void getJobStatus(
      GetJobStatusRequest request, StreamObserver<GetJobStatusResponse> client) {
    answer(
        client,
        () -> StatusMapping.toWire(callersJobs().status(RequestMapping.jobId(request.getJobId()))));
  }

  @Override
  public void listJobs(ListJobsRequest request, StreamObserver<ListJobsResponse> client) {
    answer(
        client, () -> RequestMapping.toWire(callersJobs().list(RequestMapping.toDomain(request))));
  }

  @Override
  public void signalJob(SignalJobRequest request, StreamObserver<SignalJobResponse> client) {
    answer(
        client,
        () -> {
          JobId job = RequestMapping.jobId(request.getJobId());
          callersJobs().signal(job, RequestMapping.signal(request.getSignal()));
          return SignalJobResponse.getDefaultInstance();
        });
  }

  @Override
  public void stopJob(StopJobRequest request, StreamObserver<StopJobResponse> client) {
    attempt(
        client,
        () -> {
          JobId id = RequestMapping.jobId(request.getJobId());
          Optional<Duration> grace = StopMapping.grace(request);
          Jobs callers = callersJobs();
          Optional<Job> listed = listed(callers, id);
          CompletionStage<StopOutcome> stop =
              grace.isPresent() ? callers.requestStop(id, grace.get()) : callers.requestStop(id);
          Wait.forResult(
              stop.toCompletableFuture(),
              outcome ->
                  StopMapping.toWire(
                      listed.orElseThrow(() -> new JobsException.NotFound(id)), outcome),
              (ServerCallStreamObserver<StopJobResponse>) client,
              calls);
        });
  }

  /** The job, without a look at its process; empty if the caller may not see it. */
  private static Optional<Job> listed(Jobs callers, JobId id) {
    return callers.list(JobQuery.visible().withIdPrefix(id.toString())).jobs().stream()
        .filter(job -> job.id().equals(id))
        .findFirst();
  }

  @Override
  public void waitJob(WaitJobRequest request, StreamObserver<WaitJobResponse> client) {
    attempt(
        client,
        () -> {
          JobId id = RequestMapping.jobId(request.getJobId());
          Jobs callers = callersJobs();
          Optional<Job> listed = listed(callers, id);
          Wait.forResult(
              callers.onExit(id).toCompletableFuture(),
              ended ->
                  WaitJobResponse.newBuilder()
                      .setJob(
                          JobMapping.toWire(
                              listed.orElseThrow(() -> new JobsException.NotFound(id)).in(ended)))
                      .build(),
              (ServerCallStreamObserver<WaitJobResponse>) client,
              calls);
        });
  }

  @Override
  public void readOutput(ReadOutputRequest request, StreamObserver<ReadOutputResponse> client) {
    attempt(
        client,
        () -> {
          JobId job = RequestMapping.jobId(request.getJobId());
          OutputQuery query = OutputMapping.toDomain(request);
          Jobs callers = callersJobs();
          boolean known = query.start() instanceof OutputQuery.Start.AtOffset;
          Relay.relay(
              () -> {
                long offset = callers.locateOutput(job, query.start());
                OutputQuery rest = query.withStart(new OutputQuery.Start.AtOffset(offset));
                return new Relay.Opened<>(OutputMapping.begin(offset), callers.output(job, rest));
              },
              known ? Runnable::run : searches,
              OutputMapping::toWire,
              (ServerCallStreamObserver<ReadOutputResponse>) client,
              calls);
        });
  }

  @Override
  public void watchJobs(WatchJobsRequest request, StreamObserver<WatchJobsResponse> client) {
    attempt(
        client,
        () -> {
          WatchQuery query = WatchMapping.toDomain(request);
          Jobs callers = callersJobs();
          Relay.relay(
              () -> new Relay.Opened<>(WatchMapping.begin(), callers.watch(query)),
              Runnable::run,
              (event, messages) -> messages.accept(WatchMapping.toWire(event)),
              (ServerCallStreamObserver<WatchJobsResponse>) client,
              calls);
        });
  }

  private static <A> void answer(StreamObserver<A> client, Supplier<A> answer) {
    attempt(
        client,
        () -> {
          A message = answer.get();
          client.onNext(message);
          client.onCompleted();
        });
  }

  private static void attempt(StreamObserver<?> client, Runnable call) {
    try {
      call.run();
    } catch (RuntimeException failure) {
      client.onError(Answers.failure(failure));
    }
  }
}
