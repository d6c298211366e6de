package io.processmanager.adapters.grpc.wire;

import io.grpc.Status;
import io.processmanager.domain.job.JobId;
import io.processmanager.ports.inbound.JobsException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The kinds of {@link JobsException}, each with its status and with the facts that travel beside
 * it. The names are the reasons of {@code google.rpc.ErrorInfo}, part of the wire contract.
 */
@SuppressWarnings("ImmutableEnumChecker") // The functions hold no state.
enum Refusal {
  JOB_NOT_FOUND(
      JobsException.NotFound.class,
      Status.Code.NOT_FOUND,
      refusal -> Map.of(Facts.JOB_ID, refusal.job().toString()),
      (message, facts) -> new JobsException.NotFound(facts.jobId())),
  JOB_NOT_PERMITTED(
      JobsException.NotPermitted.class,
      Status.Code.PERMISSION_DENIED,
      refusal -> Map.of(Facts.JOB_ID, refusal.job().toString()),
      (message, facts) -> new JobsException.NotPermitted(facts.jobId())),
  UNAUTHENTICATED(
      JobsException.Unauthenticated.class,
      Status.Code.UNAUTHENTICATED,
      refusal -> Map.of(),
      (message, facts) -> new JobsException.Unauthenticated(message)),
  INVALID_REQUEST(
      JobsException.InvalidRequest.class,
      Status.Code.INVALID_ARGUMENT,
      refusal -> Map.of(Facts.FIELD, refusal.field()),
      (message, facts) -> new JobsException.InvalidRequest(facts.get(Facts.FIELD), message)),
  JOB_NOT_STARTED(
      JobsException.NotStarted.class,
      Status.Code.FAILED_PRECONDITION,
      refusal -> Map.of(Facts.CAUSE, refusal.reason().name(), Facts.PATH, refusal.path()),
      (message, facts) ->
          new JobsException.NotStarted(
              JobsException.NotStarted.Reason.valueOf(facts.get(Facts.CAUSE)),
              facts.get(Facts.PATH),
              message)),
  JOB_NOT_RUNNING(
      JobsException.NotRunning.class,
      Status.Code.FAILED_PRECONDITION,
      refusal -> Map.of(Facts.JOB_ID, refusal.job().toString()),
      (message, facts) -> new JobsException.NotRunning(facts.jobId())),
  RESOURCE_EXHAUSTED(
      JobsException.ResourceExhausted.class,
      Status.Code.RESOURCE_EXHAUSTED,
      refusal -> Map.of(Facts.RESOURCE, refusal.resource()),
      (message, facts) -> new JobsException.ResourceExhausted(facts.get(Facts.RESOURCE), message)),
  WORKER_UNAVAILABLE(
      JobsException.Unavailable.class,
      Status.Code.UNAVAILABLE,
      refusal -> Map.of(),
      (message, facts) -> new JobsException.Unavailable(message, null)),
  TIMED_OUT(
      JobsException.TimedOut.class,
      Status.Code.DEADLINE_EXCEEDED,
      refusal -> Map.of(),
      (message, facts) -> new JobsException.TimedOut(message)),
  FAILED(
      JobsException.Failed.class,
      Status.Code.INTERNAL,
      refusal -> Map.of(),
      (message, facts) -> new JobsException.Failed(message, null));

  private final Class<? extends JobsException> type;
  private final Status.Code code;
  private final Function<JobsException, Map<String, String>> encode;
  private final BiFunction<String, Facts, JobsException> decode;

  <E extends JobsException> Refusal(
      Class<E> type,
      Status.Code code,
      Function<E, Map<String, String>> encode,
      BiFunction<String, Facts, JobsException> decode) {
    this.type = type;
    this.code = code;
    this.encode = refusal -> encode.apply(type.cast(refusal));
    this.decode = decode;
  }

  /** The kind that {@code refusal} is of. */
  static Refusal of(JobsException refusal) {
    return Arrays.stream(values())
        .filter(kind -> kind.type.isInstance(refusal))
        .findFirst()
        .orElseThrow(() -> new AssertionError("a refusal without a status: " + refusal));
  }

  /** The kind with this name; empty for one that only a newer worker knows. */
  static Optional<Refusal> named(String reason) {
    return Arrays.stream(values()).filter(kind -> kind.name().equals(reason)).findFirst();
  }

  Class<? extends JobsException> type() {
    return type;
  }

  Status.Code code() {
    return code;
  }

  Map<String, String> facts(JobsException refusal) {
    return encode.apply(refusal);
  }

  /**
   * The refusal that a worker described.
   *
   * @throws IllegalArgumentException a fact is missing or broken
   */
  JobsException exception(String message, Map<String, String> metadata) {
    return decode.apply(message, new Facts(metadata));
  }

  /** What travels beside a status. */
  private record Facts(Map<String, String> metadata) {

    static final String JOB_ID = "job_id";
    static final String FIELD = "field";
    static final String CAUSE = "cause";
    static final String PATH = "path";
    static final String RESOURCE = "resource";

    String get(String name) {
      String value = metadata.get(name);
      if (value == null) {
        throw new IllegalArgumentException("the metadata lacks " + name);
      }
      return value;
    }

    JobId jobId() {
      return JobId.parse(get(JOB_ID));
    }
  }
}
