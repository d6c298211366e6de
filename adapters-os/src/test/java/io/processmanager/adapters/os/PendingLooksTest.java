package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Thoroughness;
import io.processmanager.ports.inbound.StopOutcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a leftover that does not die costs those that look at it. */
@ParameterizedClass
@EnumSource(
    value = CgroupUse.class,
    names = {"WHERE_POSSIBLE", "NONE"})
final class PendingLooksTest extends EngineTest {

  private static final Duration GRACE = Duration.ofMillis(100);

  PendingLooksTest(CgroupUse use) {
    super(use);
  }

  @Test
  void leftoverThatDoesNotDieIsWarnedOfOnceHoweverOftenItIsLookedAt() throws Exception {
    try (Freezer freezer = Freezer.assumed();
        LogOf warnings = new LogOf(LaunchedProcess.class)) {
      Job job = jobs().start(JobSpec.of("sh", "-c", "sleep 60 & echo child $!; exec sleep 60"));
      freezer.freeze(pidAfter(job, "child "));

      for (int stops = 0; stops < 4; stops++) {
        StopOutcome outcome = jobs().stop(job.id(), GRACE);
        assertThat(outcome.thoroughness()).isEqualTo(Thoroughness.KILL_PENDING);
      }

      assertThat(warnings.lines())
          .singleElement()
          .asString()
          .startsWith("WARNING")
          .contains("do not die of SIGKILL");
    }
  }
}
