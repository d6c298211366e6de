package io.processmanager.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What execve(2) cannot be given is refused when the spec is made, before any call. */
class JobSpecRefusalsTest {

  private static final JobSpec SPEC = JobSpec.of("true");
  private static final String EMOJI = "\ud83d\ude80";

  @Test
  void anEmptyProgramIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobSpec.of(""))
        .withMessage("program is empty; name what to run");
  }

  @Test
  void aNulIsRefusedWhereverItStandsAndThePlaceIsNamed() {
    refused("program 'a?b' has a NUL", () -> JobSpec.of("a\0b"));
    refused("argument '?' has a NUL", () -> JobSpec.of("true", "ok", "\0"));
    refused("environment variable 'A?' has a NUL", () -> SPEC.withEnvironment("A\0", "v"));
    refused("value of environment variable 'A' has a NUL", () -> SPEC.withEnvironment("A", "v\0"));
    refused("working directory '/a?' has a NUL", () -> SPEC.withWorkingDirectory("/a\0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "\ude80", "\ude80\ud83d", "a\ud83d", "\ud83db", "\ud83d\ud83d"})
  void halfASurrogatePairIsRefusedWhereverItStands(String half) {
    refused("program ", () -> JobSpec.of(half));
    refused("argument ", () -> JobSpec.of("true", half));
    refused("environment variable ", () -> SPEC.withEnvironment("A" + half, "v"));
    refused("value of environment variable 'A' has half", () -> SPEC.withEnvironment("A", half));
    refused("working directory ", () -> SPEC.withWorkingDirectory("/" + half));
  }

  @Test
  void wholeSurrogatePairsAreTextLikeAnyOther() {
    JobSpec spec =
        JobSpec.of(EMOJI, EMOJI + EMOJI, "é€")
            .withEnvironment(EMOJI, EMOJI)
            .withWorkingDirectory("/" + EMOJI);

    assertThat(spec.arguments()).containsExactly(EMOJI + EMOJI, "é€");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "=", "A=B", "=A", "A="})
  void aVariableNameIsNotEmptyAndHasNoEqualsSign(String name) {
    refused(
        "environment variable '" + name + "' needs a name without '='",
        () -> SPEC.withEnvironment(name, "v"));
  }

  @Test
  void aVariableValueMayBeEmptyAndMayHaveEqualsSigns() {
    JobSpec spec = SPEC.withEnvironment("EMPTY", "").withEnvironment("OPTIONS", "a=b=c");

    assertThat(spec.environment())
        .containsExactly(Map.entry("EMPTY", ""), Map.entry("OPTIONS", "a=b=c"));
  }

  @Test
  void theValueOfAVariableIsNotRepeatedWhenItsNameIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SPEC.withEnvironment("A=B", "s3cr3t"))
        .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("s3cr3t"));
  }

  @Test
  void theValueOfAVariableIsNotRepeatedWhenItIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SPEC.withEnvironment("TOKEN", "s3cr3t\0"))
        .withMessageContaining("TOKEN")
        .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("s3cr3t"));
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void nullIsAProgrammingMistakeThatNamesItsParameter() {
    WorkingDirectory here = WorkingDirectory.inherited();
    List<String> none = List.of();
    List<String> holed = Arrays.asList("a", null);

    missing("program", () -> spec(null, none, Map.of(), here));
    missing("arguments", () -> spec("true", null, Map.of(), here));
    missing("argument", () -> spec("true", holed, Map.of(), here));
    missing("environment", () -> spec("true", none, null, here));
    missing("environment name", () -> spec("true", none, single(null, "v"), here));
    missing("environment value", () -> spec("true", none, single("A", null), here));
    missing("workingDirectory", () -> spec("true", none, Map.of(), null));
    missing("attributes", () -> SPEC.withAttributes(null));
    missing("stopPolicy", () -> SPEC.withStopPolicy(null));
  }

  private static JobSpec spec(
      String program,
      List<String> arguments,
      Map<String, String> environment,
      WorkingDirectory directory) {
    return new JobSpec(
        program,
        arguments,
        environment,
        directory,
        ProcessAttributes.inherited(),
        StopPolicy.defaults());
  }

  private static Map<String, String> single(String name, String value) {
    Map<String, String> map = new HashMap<>();
    map.put(name, value);
    return map;
  }

  private static void refused(String message, Runnable making) {
    assertThatIllegalArgumentException().isThrownBy(making::run).withMessageStartingWith(message);
  }

  private static void missing(String parameter, Runnable making) {
    assertThatNullPointerException().isThrownBy(making::run).withMessage(parameter);
  }
}
