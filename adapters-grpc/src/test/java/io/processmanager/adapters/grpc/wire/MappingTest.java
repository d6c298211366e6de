package io.processmanager.adapters.grpc.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Limit;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Resource;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.StopPolicy;
import io.processmanager.domain.job.StopReason;
import io.processmanager.domain.log.GapCause;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.inbound.JobStatus;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.proto.v1.ReadOutputResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MappingTest {

  private static final Instant START = Instant.ofEpochSecond(1_700_000_000, 123_456_789);
  private static final Owner OWNER = new Owner("spiffe://example/é");
  private static final JobSpec SPEC =
      JobSpec.of("/bin/é", "", "a b", "€")
          .withEnvironment("A", "1=2")
          .withWorkingDirectory("/tmp/ü")
          .withUmask(027)
          .withNice(-5)
          .withSoftLimit(Resource.OPEN_FILES, Limit.atMost(64))
          .withSoftLimit(Resource.CORE_SIZE, Limit.atMost(65))
          .withSoftLimit(Resource.FILE_SIZE, Limit.atMost(66))
          .withSoftLimit(Resource.CPU_TIME, Limit.atMost(67))
          .withSoftLimit(Resource.ADDRESS_SPACE, Limit.unlimited())
          .withStopPolicy(
              StopPolicy.defaults().withSignal(Signal.INT).withGrace(Duration.ofMillis(1234)))
          .withMaximumRunTime(Duration.ofSeconds(30));

  static Stream<JobState> everyState() {
    return Stream.concat(
        Stream.of(
            new JobState.Running(START),
            stopping(new StopReason.Asked(OWNER)),
            stopping(new StopReason.TimeOver(Duration.ofNanos(1)))),
        everyEnd());
  }

  private static JobState.Stopping stopping(StopReason reason) {
    return new JobState.Stopping(START, START.plusNanos(1), reason, Duration.ofMillis(2500));
  }

  private static Stream<JobState.Ended> everyEnd() {
    List<EndCause> causes =
        List.of(
            new EndCause.ByItself(),
            new EndCause.Stopped(OWNER),
            new EndCause.KilledAfterGrace(OWNER),
            new EndCause.TimedOut(Duration.ofDays(10_000), false),
            new EndCause.TimedOut(Duration.ofNanos(1), true),
            new EndCause.Signaled(OWNER),
            new EndCause.KilledFromOutside(),
            new EndCause.Unknown(),
            new EndCause.OutOfMemory());
    return Stream.of(
            new Exit.Exited(143),
            new Exit.Signaled(Signal.TERM, true),
            new Exit.Signaled(Signal.KILL, false),
            new Exit.Unknown())
        .flatMap(
            exit ->
                causes.stream()
                    .map(cause -> new JobState.Ended(START, START.plusSeconds(5), exit, cause)));
  }

  private static Job job(JobState state) {
    return new Job(new JobId(UUID.randomUUID()), OWNER, SPEC, state);
  }

  @ParameterizedTest
  @MethodSource("everyState")
  void jobSurvivesTheWire(JobState state) {
    Job job = job(state);

    assertThat(JobMapping.toDomain(JobMapping.toWire(job))).isEqualTo(job);
  }

  @Test
  void everyKindOfStateReasonExitAndCauseIsTested() {
    assertThat(types(everyState())).isEqualTo(Set.of(JobState.class.getPermittedSubclasses()));
    assertThat(types(everyStopping().map(JobState.Stopping::reason)))
        .isEqualTo(Set.of(StopReason.class.getPermittedSubclasses()));
    assertThat(types(everyEnd().map(JobState.Ended::exit)))
        .isEqualTo(Set.of(Exit.class.getPermittedSubclasses()));
    assertThat(types(everyEnd().map(JobState.Ended::cause)))
        .isEqualTo(Set.of(EndCause.class.getPermittedSubclasses()));
  }

  private static Stream<JobState.Stopping> everyStopping() {
    return everyState()
        .filter(JobState.Stopping.class::isInstance)
        .map(JobState.Stopping.class::cast);
  }

  private static Set<Class<?>> types(Stream<?> values) {
    return values.map(Object::getClass).collect(Collectors.toSet());
  }

  @Test
  void statusSurvivesTheWire() {
    ProcessStatus alive =
        new ProcessStatus.Alive(
            7,
            "user",
            20,
            -5,
            1L << 40,
            1 << 20,
            4096,
            'S',
            12.5,
            0.25,
            Duration.ofNanos(1_000_000_001),
            3,
            List.of("a", "", "c d"));
    JobStatus running =
        new JobStatus(
            job(new JobState.Running(START)),
            new OutputLog(5, 1L << 50, 1L << 40, OutputCompletion.OPEN),
            alive);
    JobStatus gone =
        new JobStatus(
            job(new JobState.Running(START)),
            new OutputLog(0, 0, 0, OutputCompletion.CUT_OFF),
            new ProcessStatus.Gone());

    assertThat(StatusMapping.toDomain(StatusMapping.toWire(running))).isEqualTo(running);
    assertThat(StatusMapping.toDomain(StatusMapping.toWire(gone))).isEqualTo(gone);
  }

  @ParameterizedTest
  @MethodSource
  void outputItemSurvivesTheWire(OutputItem item) {
    List<ReadOutputResponse> messages = new ArrayList<>();

    OutputMapping.toWire(item, messages::add);

    assertThat(messages).singleElement().extracting(OutputMapping::toDomain).isEqualTo(item);
  }

  static Stream<OutputItem> outputItemSurvivesTheWire() {
    return Stream.concat(
        Stream.of(
            new OutputItem.Chunk(1L << 40, ByteBuffer.wrap(new byte[] {0, -1, 10})),
            new OutputItem.CaptureTime(1L << 42, START),
            new OutputItem.Gap(3, 1L << 41, GapCause.DROPPED),
            new OutputItem.Gap(4, 5, GapCause.LOST)),
        everyEnd().map(end -> new OutputItem.End(9, OutputCompletion.COMPLETE, end)));
  }

  @ParameterizedTest
  @MethodSource
  void outputQuerySurvivesTheWire(OutputQuery query) {
    JobId job = new JobId(UUID.randomUUID());

    assertThat(OutputMapping.toDomain(OutputMapping.toWire(job, query))).isEqualTo(query);
  }

  static Stream<OutputQuery> outputQuerySurvivesTheWire() {
    return Stream.of(
        OutputQuery.fromOffset(1L << 40).withCaptureTimes(),
        OutputQuery.tailBytes(7).withoutFollowing(),
        OutputQuery.tailLines(8).withLimit(9),
        OutputQuery.since(START));
  }
}
