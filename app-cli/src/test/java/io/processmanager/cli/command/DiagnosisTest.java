package io.processmanager.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.ports.inbound.JobsException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DiagnosisTest {

  private static final Map<JobsException, Diagnosis> EXPECTED =
      Map.of(
          new JobsException.NotFound(Samples.JOB),
          says(
              105,
              "NOT_FOUND: no job " + Samples.ID + " is known here; 'list' shows those that are"),
          new JobsException.NotPermitted(Samples.JOB),
          says(
              107,
              "PERMISSION_DENIED: job "
                  + Samples.ID
                  + " belongs to another owner; only its owner or an admin may use it"),
          new JobsException.Unauthenticated("no certificate"),
          says(116, "UNAUTHENTICATED: no certificate"),
          new JobsException.InvalidRequest("grace", "grace is too long"),
          says(103, "INVALID_ARGUMENT: grace is too long"),
          new JobsException.NotStarted(
              JobsException.NotStarted.Reason.PROGRAM_NOT_FOUND, "nope", "no program nope"),
          says(109, "FAILED_PRECONDITION: no program nope"),
          new JobsException.NotRunning(Samples.JOB),
          says(
              109,
              "FAILED_PRECONDITION: job "
                  + Samples.ID
                  + " has ended; a signal needs one that runs"),
          new JobsException.ResourceExhausted("processes", "out of processes"),
          says(108, "RESOURCE_EXHAUSTED: out of processes"),
          new JobsException.Unavailable("nobody there", null),
          says(114, "UNAVAILABLE: nobody there"),
          new JobsException.TimedOut("no answer in 15s"),
          says(104, "DEADLINE_EXCEEDED: no answer in 15s"),
          new JobsException.Failed("broken", null),
          says(113, "INTERNAL: broken"));

  private static Diagnosis says(int exitCode, String line) {
    return new Diagnosis(exitCode, Optional.of(line));
  }

  static Stream<Map.Entry<JobsException, Diagnosis>> refusals() {
    return EXPECTED.entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void eachRefusalHasItsLineAndItsExitCode(Map.Entry<JobsException, Diagnosis> refusal) {
    assertThat(Diagnosis.of(refusal.getKey())).isEqualTo(refusal.getValue());
  }

  @Test
  void noKindOfRefusalIsLeftOut() {
    Set<Class<?>> tested =
        EXPECTED.keySet().stream().map(Object::getClass).collect(Collectors.toSet());

    assertThat(tested).containsExactlyInAnyOrder(JobsException.class.getPermittedSubclasses());
  }

  @Test
  void whatNobodyForesawExitsWithOneAndSaysWhatItIs() {
    Diagnosis diagnosis = Diagnosis.of(new IllegalStateException("odd"));

    assertThat(diagnosis)
        .isEqualTo(
            says(
                1,
                "UNFORESEEN: java.lang.IllegalStateException: odd;"
                    + " this is a fault of process-manager"));
  }

  @Test
  void anInterruptIsQuiet() {
    Diagnosis diagnosis = Diagnosis.of(new InterruptedException());

    assertThat(diagnosis.exitCode()).isEqualTo(130);
    assertThat(diagnosis.line()).isEmpty();
  }
}
