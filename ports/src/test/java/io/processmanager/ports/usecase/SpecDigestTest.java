package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Limit;
import io.processmanager.domain.job.ProcessAttributes;
import io.processmanager.domain.job.Resource;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.StopPolicy;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is kept of a command to know it again. */
final class SpecDigestTest {

  @Test
  void commandsThatDifferInAnythingHaveDigestsOfTheirOwn() {
    JobSpec plain = JobSpec.of("p");
    List<JobSpec> different =
        List.of(
            plain,
            JobSpec.of("q"),
            JobSpec.of("p", "a", "b"),
            JobSpec.of("p", "a, b"),
            JobSpec.of("p", "b", "a"),
            JobSpec.of("p", "1:a1:b"),
            plain.withEnvironment("A", "1"),
            plain.withEnvironment("A", "2"),
            plain.withEnvironment("A1", ""),
            plain.withWorkingDirectory("/"),
            plain.withUmask(7),
            plain.withNice(7),
            plain.withSoftLimit(Resource.OPEN_FILES, Limit.atMost(7)),
            plain.withSoftLimit(Resource.OPEN_FILES, Limit.unlimited()),
            plain.withSoftLimit(Resource.CORE_SIZE, Limit.atMost(7)),
            plain.withMaximumRunTime(Duration.ofSeconds(7)),
            plain.withStopPolicy(
                new StopPolicy(Signal.INT, StopPolicy.DEFAULT_GRACE, Optional.empty())),
            plain.withStopPolicy(
                new StopPolicy(Signal.TERM, Duration.ofSeconds(7), Optional.empty())));

    assertThat(different.stream().map(SpecDigest::of)).doesNotHaveDuplicates();
  }

  /** Else a new one would be left out, and a command that differs in it taken for the same. */
  @Test
  void digestKnowsAllComponents() {
    assertThat(names(JobSpec.class))
        .containsExactly(
            "program", "arguments", "environment", "workingDirectory", "attributes", "stopPolicy");
    assertThat(names(ProcessAttributes.class)).containsExactly("umask", "nice", "softLimits");
  }

  private static Stream<String> names(Class<? extends Record> type) {
    return Stream.of(type.getRecordComponents()).map(RecordComponent::getName);
  }

  @Test
  void orderOfVariablesDoesNotMatter() {
    Map<String, String> oneOrder = new LinkedHashMap<>();
    Map<String, String> otherOrder = new LinkedHashMap<>();
    for (int i = 0; i < 20; i++) {
      oneOrder.put("V" + i, "value");
      otherOrder.put("V" + (19 - i), "value");
    }
    JobSpec one = JobSpec.of("p").withEnvironment(oneOrder);
    JobSpec other = JobSpec.of("p").withEnvironment(otherOrder);

    assertThat(one).isEqualTo(other);
    assertThat(SpecDigest.of(one)).isEqualTo(SpecDigest.of(other));
  }
}
