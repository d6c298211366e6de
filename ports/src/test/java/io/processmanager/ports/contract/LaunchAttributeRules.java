package io.processmanager.ports.contract;

import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Limit;
import io.processmanager.domain.job.Resource;
import io.processmanager.ports.inbound.JobsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

/** The attributes that a launched process has from its first instruction on. */
public interface LaunchAttributeRules extends ProcessLauncherHarness {

  @ContractRule(id = "PRO-60", intent = "a file is private from the moment that it is there")
  default void umaskHoldsForTheProgramItself(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("file");

    Launched launched = launch(JobSpec.of("touch", file.toString()).withUmask(0137));
    awaitExit(launched);

    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
  }

  @ContractRule(id = "PRO-61", intent = "a program does not start before it is given its place")
  default void niceValueHoldsForTheProgramItself() throws Exception {
    Launched launched = launch(JobSpec.of("nice").withNice(19));
    awaitEnd(launched);

    assertThat(textOf(launched)).isEqualTo("19\n");
  }

  @ContractRule(id = "PRO-62", intent = "a program cannot take more before it is held back")
  default void softLimitsHoldForTheProgramItself() throws Exception {
    JobSpec plain = JobSpec.of("cat", "/proc/self/limits");
    Launched without = launch(plain);
    awaitEnd(without);

    Launched with =
        launch(
            plain
                .withSoftLimit(Resource.OPEN_FILES, Limit.atMost(33))
                .withSoftLimit(Resource.CORE_SIZE, Limit.atMost(0)));
    awaitEnd(with);

    assertThat(textOf(with))
        .isEqualTo(
            LimitTable.withSoft(
                textOf(without),
                Map.of(
                    Resource.OPEN_FILES, Limit.atMost(33), Resource.CORE_SIZE, Limit.atMost(0))));
  }

  @ContractRule(id = "PRO-63", intent = "a limit that cannot be had is named, and nothing is left")
  default void limitThatIsRefusedLeavesNothing(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("file");
    JobId job = new JobId(UUID.randomUUID());
    JobSpec spec = JobSpec.of("touch", file.toString());

    assertThatExceptionOfType(JobsException.InvalidRequest.class)
        .isThrownBy(
            () ->
                processes()
                    .launch(
                        job, SOMEBODY, spec.withSoftLimit(Resource.OPEN_FILES, Limit.unlimited())))
        .withMessageContaining(Resource.OPEN_FILES.shortName());

    assertThatIllegalArgumentException().isThrownBy(() -> ports().storage().log(job));
    awaitExit(launch(JobSpec.of("true")));
    assertThat(file).as("made by a program that was not to run").doesNotExist();
  }
}
