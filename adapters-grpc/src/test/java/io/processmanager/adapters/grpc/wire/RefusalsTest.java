package io.processmanager.adapters.grpc.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.processmanager.domain.job.JobId;
import io.processmanager.ports.inbound.JobsException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RefusalsTest {

  private static final JobId JOB = new JobId(UUID.randomUUID());

  private static final Map<Class<? extends JobsException>, Status.Code> CODES =
      Map.of(
          JobsException.NotFound.class, Status.Code.NOT_FOUND,
          JobsException.NotPermitted.class, Status.Code.PERMISSION_DENIED,
          JobsException.Unauthenticated.class, Status.Code.UNAUTHENTICATED,
          JobsException.InvalidRequest.class, Status.Code.INVALID_ARGUMENT,
          JobsException.NotStarted.class, Status.Code.FAILED_PRECONDITION,
          JobsException.NotRunning.class, Status.Code.FAILED_PRECONDITION,
          JobsException.ResourceExhausted.class, Status.Code.RESOURCE_EXHAUSTED,
          JobsException.Unavailable.class, Status.Code.UNAVAILABLE,
          JobsException.TimedOut.class, Status.Code.DEADLINE_EXCEEDED,
          JobsException.Failed.class, Status.Code.INTERNAL);

  static Stream<JobsException> everyRefusal() {
    Stream<JobsException> notStarted =
        Arrays.stream(JobsException.NotStarted.Reason.values())
            .map(reason -> new JobsException.NotStarted(reason, "/bin/é", "no /bin/é"));
    return Stream.concat(
        notStarted,
        Stream.of(
            new JobsException.NotFound(JOB),
            new JobsException.NotPermitted(JOB),
            new JobsException.Unauthenticated("who?"),
            new JobsException.InvalidRequest("grace", "grace is too long"),
            new JobsException.NotRunning(JOB),
            new JobsException.ResourceExhausted("processes", "no process is left"),
            new JobsException.Unavailable("shutting down", null),
            new JobsException.TimedOut("too late"),
            new JobsException.Failed("broken", null)));
  }

  @ParameterizedTest
  @MethodSource("everyRefusal")
  void refusalSurvivesTheWire(JobsException refusal) {
    StatusRuntimeException sent = Refusals.toWire(refusal);

    JobsException received = Refusals.toDomain(sent).orElseThrow();

    assertThat(sent.getStatus().getCode()).isEqualTo(CODES.get(refusal.getClass()));
    assertThat(received)
        .hasSameClassAs(refusal)
        .hasMessage(refusal.getMessage())
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes("stackTrace", "cause", "suppressedExceptions")
        .isEqualTo(refusal);
  }

  @Test
  void everyKindHasItsStatusAndIsTested() {
    Class<?>[] kinds = JobsException.class.getPermittedSubclasses();

    assertThat(everyRefusal().map(Object::getClass).distinct())
        .map(type -> (Object) type)
        .containsExactlyInAnyOrder((Object[]) kinds);
    assertThat(Arrays.stream(Refusal.values()).map(Refusal::type))
        .map(type -> (Object) type)
        .containsExactlyInAnyOrder((Object[]) kinds);
  }

  @Test
  void permissionDeniedCarriesTheIdThatWasSentAndNothingElse() {
    assertThat(Refusal.JOB_NOT_PERMITTED.facts(new JobsException.NotPermitted(JOB)))
        .isEqualTo(Map.of("job_id", JOB.toString()));
  }

  @Test
  void longTextIsCutSoThatEveryClientTakesTheMetadata() {
    StatusRuntimeException sent =
        Refusals.toWire(
            new JobsException.NotStarted(
                JobsException.NotStarted.Reason.PROGRAM_NOT_FOUND,
                "é".repeat(4000),
                "\n€".repeat(4000)));

    assertThat(Refusals.toDomain(sent).orElseThrow()).isInstanceOf(JobsException.NotStarted.class);
    assertThat(sizeOnTheWire(sent)).isLessThan(8 << 10);
  }

  private static int sizeOnTheWire(StatusRuntimeException sent) {
    int percentEncoded =
        3
            * String.valueOf(sent.getStatus().getDescription())
                .getBytes(StandardCharsets.UTF_8)
                .length;
    Metadata trailers = sent.getTrailers();
    byte[] details =
        trailers.get(Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER));
    return percentEncoded + details.length * 4 / 3;
  }

  @Test
  void statusOfSomebodyElseIsNotTakenForARefusal() {
    List<Status> statuses = List.of(Status.NOT_FOUND, Status.UNAVAILABLE, Status.UNKNOWN);

    assertThat(statuses)
        .allSatisfy(
            status ->
                assertThat(Refusals.toDomain(status.asRuntimeException(new Metadata()))).isEmpty());
  }

  @Test
  void brokenFactsAreAFailureNotACrash() {
    StatusRuntimeException sent =
        Refusals.toWire(Status.Code.NOT_FOUND, "JOB_NOT_FOUND", "gone", Map.of("job_id", "x"));

    assertThat(Refusals.toDomain(sent).orElseThrow()).isInstanceOf(JobsException.Failed.class);
  }
}
