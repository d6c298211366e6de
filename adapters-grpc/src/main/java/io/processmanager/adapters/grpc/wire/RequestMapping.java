package io.processmanager.adapters.grpc.wire;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Signal;
import io.processmanager.ports.inbound.JobPage;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.RequestId;
import io.processmanager.proto.v1.JobScope;
import io.processmanager.proto.v1.ListJobsRequest;
import io.processmanager.proto.v1.ListJobsResponse;
import io.processmanager.proto.v1.StartJobRequest;
import java.util.Optional;

/**
 * What is asked for, on the wire.
 *
 * <p><b>Errors.</b> What reads a request throws {@link
 * io.processmanager.ports.inbound.JobsException.InvalidRequest} with the name of the field that is
 * wrong.
 */
public final class RequestMapping {

  private RequestMapping() {}

  /** The job that a request names. */
  public static JobId jobId(String text) {
    return Fields.parsed("job_id", () -> JobId.parse(text));
  }

  /** The signal that a request names. */
  public static Signal signal(int number) {
    return Fields.parsed("signal", () -> new Signal(number));
  }

  /** What a request wants to run. */
  public static JobSpec spec(StartJobRequest message) {
    return SpecMapping.toDomain(message.getSpec());
  }

  /** The name that a request to start has, if it has one. */
  public static Optional<RequestId> requestId(StartJobRequest message) {
    return message.getRequestId().isEmpty()
        ? Optional.empty()
        : Optional.of(Fields.parsed("request_id", () -> new RequestId(message.getRequestId())));
  }

  /** The request for what {@code query} selects. */
  public static ListJobsRequest toWire(JobQuery query) {
    return ListJobsRequest.newBuilder()
        .setScope(toWire(query.scope()))
        .setJobIdPrefix(query.idPrefix())
        .setPageSize(query.pageSize())
        .setPageToken(query.pageToken())
        .build();
  }

  /** The query of {@code message}. */
  public static JobQuery toDomain(ListJobsRequest message) {
    JobQuery.Scope scope = scope(message.getScope(), message.getScopeValue());
    int size = message.getPageSize() == 0 ? JobQuery.DEFAULT_PAGE : message.getPageSize();
    return Fields.parsed(
        "page_size",
        () -> new JobQuery(scope, message.getJobIdPrefix(), size, message.getPageToken()));
  }

  static JobScope toWire(JobQuery.Scope scope) {
    return switch (scope) {
      case VISIBLE -> JobScope.JOB_SCOPE_VISIBLE;
      case OWN -> JobScope.JOB_SCOPE_OWN;
    };
  }

  /**
   * The scope of a request.
   *
   * @param number what came for {@code scope} on the wire
   */
  static JobQuery.Scope scope(JobScope scope, int number) {
    return Fields.parsed(
        "scope",
        () ->
            switch (scope) {
              case JOB_SCOPE_UNSPECIFIED, JOB_SCOPE_VISIBLE -> JobQuery.Scope.VISIBLE;
              case JOB_SCOPE_OWN -> JobQuery.Scope.OWN;
              case UNRECOGNIZED -> throw new IllegalArgumentException(number + " is not a scope");
            });
  }

  /** The message for {@code page}. */
  public static ListJobsResponse toWire(JobPage page) {
    return ListJobsResponse.newBuilder()
        .addAllJobs(page.jobs().stream().map(JobMapping::toWire).toList())
        .setNextPageToken(page.nextToken())
        .build();
  }

  /**
   * The page of {@code message}.
   *
   * @throws IllegalArgumentException a job of it is broken
   */
  public static JobPage toDomain(ListJobsResponse message) {
    return new JobPage(
        message.getJobsList().stream().map(JobMapping::toDomain).toList(),
        message.getNextPageToken());
  }
}
