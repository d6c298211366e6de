package io.processmanager.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobSpecTest {

  @Test
  void aPlainSpecAddsNothingToItsSurroundings() {
    JobSpec spec = JobSpec.of("ping", "-c", "1", "1.1.1.1");

    assertThat(spec.program()).isEqualTo("ping");
    assertThat(spec.arguments()).containsExactly("-c", "1", "1.1.1.1");
    assertThat(spec.environment()).isEmpty();
    assertThat(spec.workingDirectory()).isEqualTo(WorkingDirectory.inherited());
    assertThat(spec.attributes()).isEqualTo(ProcessAttributes.inherited());
    assertThat(spec.stopPolicy()).isEqualTo(StopPolicy.defaults());
  }

  @Test
  void aCommandLineIsTheProgramAndWhatFollows() {
    assertThat(JobSpec.of(List.of("sh", "-c", "true"))).isEqualTo(JobSpec.of("sh", "-c", "true"));
    assertThat(JobSpec.of(List.of("true"))).isEqualTo(JobSpec.of("true"));
  }

  @Test
  void anEmptyCommandLineIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobSpec.of(List.of()))
        .withMessage("commandLine is empty; name what to run");
  }

  @Test
  void nothingIsSplitExpandedOrTrimmed() {
    JobSpec spec = JobSpec.of(" my program ", "", " ", "$HOME", "*", "a b", "\n");

    assertThat(spec.program()).isEqualTo(" my program ");
    assertThat(spec.arguments()).containsExactly("", " ", "$HOME", "*", "a b", "\n");
  }

  @Test
  void laterChangesToTheCallersCollectionsDoNotReachTheSpec() {
    List<String> arguments = new ArrayList<>(List.of("a"));
    Map<String, String> environment = new LinkedHashMap<>(Map.of("NAME", "value"));
    JobSpec spec =
        new JobSpec(
            "true",
            arguments,
            environment,
            WorkingDirectory.inherited(),
            ProcessAttributes.inherited(),
            StopPolicy.defaults());

    arguments.add("b");
    environment.put("OTHER", "value");

    assertThat(spec.arguments()).containsExactly("a");
    assertThat(spec.environment()).containsOnlyKeys("NAME");
  }

  @Test
  void whatASpecHandsOutCannotBeChanged() {
    JobSpec spec = JobSpec.of("true", "a").withEnvironment("NAME", "value");

    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> spec.arguments().add("b"));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> spec.environment().put("NAME", "other"));
  }

  @Test
  void variablesKeepTheOrderTheyWereGivenIn() {
    JobSpec spec =
        JobSpec.of("env")
            .withEnvironment("Z", "1")
            .withEnvironment("A", "2")
            .withEnvironment("M", "3");

    assertThat(spec.environment().keySet()).containsExactly("Z", "A", "M");
  }

  @Test
  void oneMoreVariableMakesANewSpec() {
    JobSpec before = JobSpec.of("env").withEnvironment("NAME", "old");

    JobSpec after = before.withEnvironment("NAME", "new");

    assertThat(before.environment()).containsExactly(Map.entry("NAME", "old"));
    assertThat(after.environment()).containsExactly(Map.entry("NAME", "new"));
  }

  @Test
  void moreVariablesJoinThoseThatTheSpecHas() {
    JobSpec before = JobSpec.of("env").withEnvironment("A", "1").withEnvironment("B", "2");

    JobSpec after = before.withEnvironment(Map.of("B", "3", "C", ""));

    assertThat(after.environment()).containsOnly(entry("A", "1"), entry("B", "3"), entry("C", ""));
    assertThat(before.environment()).containsOnlyKeys("A", "B");
  }

  @Test
  void anotherDirectoryMakesANewSpecAndKeepsTheRest() {
    JobSpec before = JobSpec.of("pwd", "-P").withEnvironment("NAME", "value");

    JobSpec after = before.withWorkingDirectory("/tmp");

    assertThat(before.workingDirectory()).isEqualTo(WorkingDirectory.inherited());
    assertThat(after)
        .isEqualTo(
            new JobSpec(
                "pwd",
                List.of("-P"),
                Map.of("NAME", "value"),
                WorkingDirectory.at("/tmp"),
                before.attributes(),
                before.stopPolicy()));
  }

  @Test
  void printingASpecShowsTheNamesOfVariablesAndNoneOfTheirValues() {
    JobSpec spec = JobSpec.of("curl", "host").withEnvironment("API_TOKEN", "s3cr3t");

    assertThat(spec.toString()).contains("curl", "host", "API_TOKEN").doesNotContain("s3cr3t");
  }

  @Test
  void specsOfEqualPartsAreEqual() {
    JobSpec one = JobSpec.of("a", "b").withEnvironment("X", "1").withEnvironment("Y", "2");
    JobSpec other = JobSpec.of("a", "b").withEnvironment("Y", "2").withEnvironment("X", "1");

    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(one).isNotEqualTo(JobSpec.of("a", "b"));
  }
}
