package io.processmanager.domain.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a spec says of how its job starts and is stopped. */
class JobSpecOptionsTest {

  private static final ProcessAttributes ATTRIBUTES =
      ProcessAttributes.inherited()
          .withUmask(077)
          .withNice(5)
          .withSoftLimit(Resource.OPEN_FILES, Limit.atMost(64));
  private static final StopPolicy POLICY =
      StopPolicy.defaults().withSignal(Signal.INT).withMaximumRunTime(Duration.ofHours(1));

  @Test
  void everyOptionHasAShortForm() {
    JobSpec spec =
        JobSpec.of("true")
            .withUmask(077)
            .withNice(5)
            .withSoftLimit(Resource.OPEN_FILES, Limit.atMost(64))
            .withStopPolicy(StopPolicy.defaults().withSignal(Signal.INT))
            .withMaximumRunTime(Duration.ofHours(1));

    assertThat(spec.attributes()).isEqualTo(ATTRIBUTES);
    assertThat(spec.stopPolicy()).isEqualTo(POLICY);
  }

  @Test
  void eachOptionMakesANewSpecAndKeepsTheRest() {
    JobSpec plain = JobSpec.of("sleep", "60").withEnvironment("A", "1").withWorkingDirectory("/");

    JobSpec full = plain.withAttributes(ATTRIBUTES).withStopPolicy(POLICY);

    assertThat(full)
        .isEqualTo(
            new JobSpec(
                "sleep",
                List.of("60"),
                Map.of("A", "1"),
                WorkingDirectory.at("/"),
                ATTRIBUTES,
                POLICY));
    assertThat(full.withEnvironment("B", "2").withWorkingDirectory("/tmp"))
        .returns(ATTRIBUTES, JobSpec::attributes)
        .returns(POLICY, JobSpec::stopPolicy);
    assertThat(plain.attributes()).isEqualTo(ProcessAttributes.inherited());
    assertThat(plain.stopPolicy()).isEqualTo(StopPolicy.defaults());
  }

  @Test
  void specsThatDifferInAnOptionDiffer() {
    JobSpec plain = JobSpec.of("true");

    assertThat(plain.withNice(0)).isNotEqualTo(plain);
    assertThat(plain.withMaximumRunTime(Duration.ofDays(1))).isNotEqualTo(plain);
  }

  @Test
  void printingASpecShowsItsOptions() {
    assertThat(JobSpec.of("true").withAttributes(ATTRIBUTES).withStopPolicy(POLICY).toString())
        .contains("attributes=umask 077, nice 5, nofile 64")
        .contains("SIGINT", "PT3S", "PT1H");
  }
}
