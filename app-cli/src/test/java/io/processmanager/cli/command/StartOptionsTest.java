package io.processmanager.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Limit;
import io.processmanager.domain.job.Resource;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.StopPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartOptionsTest {

  private static final JobSpec SPEC = JobSpec.of("ls");

  private final Cli cli = Cli.connected();

  private JobSpec started(String... options) {
    List<String> arguments = new ArrayList<>(List.of("start"));
    arguments.addAll(List.of(options));
    arguments.add("ls");
    int exit = cli.run(arguments.toArray(String[]::new));
    assertThat(cli.err()).isEmpty();
    assertThat(exit).isZero();
    return Objects.requireNonNull(cli.jobs.startedSpec);
  }

  @Test
  void umaskIsOctalAndNiceMayBeNegative() {
    assertThat(started("--umask=027")).isEqualTo(SPEC.withUmask(027));
    assertThat(started("--umask=0")).isEqualTo(SPEC.withUmask(0));
    assertThat(started("--umask", "0777")).isEqualTo(SPEC.withUmask(0777));
    assertThat(started("--nice=5")).isEqualTo(SPEC.withNice(5));
    assertThat(started("--nice", "-20")).isEqualTo(SPEC.withNice(-20));
  }

  @ParameterizedTest
  @CsvSource({
    "nofile=1024, OPEN_FILES, 1024",
    "core=0, CORE_SIZE, 0",
    "fsize=4096, FILE_SIZE, 4096",
    "fsize=64K, FILE_SIZE, 65536",
    "fsize=512M, FILE_SIZE, 536870912",
    "as=2G, ADDRESS_SPACE, 2147483648",
    "as=2GiB, ADDRESS_SPACE, 2147483648",
    "as=1T, ADDRESS_SPACE, 1099511627776",
    "as=9223372036854775807, ADDRESS_SPACE, 9223372036854775807",
    "cpu=30, CPU_TIME, 30",
    "cpu=2m, CPU_TIME, 120",
    "cpu=2000ms, CPU_TIME, 2"
  })
  void limitsAreInTheirOwnUnit(String limit, Resource resource, long value) {
    assertThat(started("--limit=" + limit))
        .isEqualTo(SPEC.withSoftLimit(resource, Limit.atMost(value)));
  }

  @Test
  void limitsAddUpAndTheLastOfANameCounts() {
    JobSpec spec = started("--limit=nofile=1", "--limit=core=unlimited", "--limit=nofile=2");

    assertThat(spec)
        .isEqualTo(
            SPEC.withSoftLimit(Resource.OPEN_FILES, Limit.atMost(2))
                .withSoftLimit(Resource.CORE_SIZE, Limit.unlimited()));
  }

  @Test
  void stopSignalGraceAndRunTimeAreTheJobsOwn() {
    StopPolicy policy =
        StopPolicy.defaults()
            .withSignal(Signal.INT)
            .withGrace(Duration.ofSeconds(10))
            .withMaximumRunTime(Duration.ofMinutes(30));

    assertThat(started("--stop-signal=INT", "--grace=10s", "--max-runtime=30m"))
        .isEqualTo(SPEC.withStopPolicy(policy));
    assertThat(started("--grace=0").stopPolicy().grace()).isZero();
  }

  @Test
  void runTakesTheSameOptions() {
    cli.run("run", "--umask=077", "--max-runtime=1s", "ls");

    assertThat(cli.jobs.startedSpec)
        .isEqualTo(SPEC.withUmask(077).withMaximumRunTime(Duration.ofSeconds(1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--umask=8 | --umask: '8' is not a umask; give permission bits in octal, such as 027",
        "--umask=-1 | --umask: '-1' is not a umask",
        "--umask= | --umask: '' is not a umask",
        "--nice=low | --nice: 'low' is not a nice value; give a whole number from -20 to 19",
        "--nice=1.5 | --nice: '1.5' is not a nice value",
        "--limit=nofile | --limit: 'nofile' is not NAME=VALUE; give one such as nofile=1024",
        "--limit==1 | --limit: '=1' is not NAME=VALUE",
        "--limit=stack=1 | there is no limit 'stack' to set; there are nofile, core, fsize, cpu,"
            + " as",
        "--limit=nofile= | '' is not a whole number, such as 1024, and not unlimited",
        "--limit=nofile=1K | '1K' is not a whole number",
        "--limit=as=-1 | '-1' is not bytes, such as 4096, 64K, 512M or 2G, and not unlimited",
        "--limit=as=1.5G | '1.5G' is not bytes",
        "--limit=as=1MB | '1MB' is not bytes",
        "--limit=as=99999999T | '99999999T' is more than a limit can be; give unlimited",
        "--limit=nofile=9223372036854775808 | is more than a limit can be; give unlimited",
        "--limit=cpu=1500ms | '1500ms' is not whole seconds, such as 30, 30s or 2m, and not",
        "--limit=cpu=soon | 'soon' is not whole seconds",
        "--grace=3 | --grace: '3' is not a duration; give a number with ms, s, m, h or d, such as"
            + " 3s",
        "--max-runtime=1w | --max-runtime: '1w' is not a duration"
      })
  void aValueThatIsNoneIsAUsageErrorBeforeAnybodyIsAsked(String option, String said) {
    int exit = cli.run("start", option, "ls");

    assertThat(exit).isEqualTo(2);
    assertThat(cli.err()).startsWith("USAGE: --").contains(said).hasLineCount(1);
    assertThat(cli.connections).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--umask=1000",
        "--umask=777777777",
        "--nice=20",
        "--nice=-21",
        "--stop-signal=65",
        "--stop-signal=NOPE",
        "--grace=2h",
        "--max-runtime=0",
        "--max-runtime=240001h"
      })
  void aValueThatNoJobCanHaveIsAnInvalidArgumentThatNamesTheOption(String option) {
    int exit = cli.run("start", option, "ls");

    String name = option.substring(0, option.indexOf('='));
    assertThat(exit).isEqualTo(103);
    assertThat(cli.err()).startsWith("INVALID_ARGUMENT: " + name + ": ").hasLineCount(1);
    assertThat(cli.connections).isEmpty();
  }
}
