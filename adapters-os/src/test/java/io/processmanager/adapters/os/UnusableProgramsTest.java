package io.processmanager.adapters.os;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.JobsException.NotStarted;
import io.processmanager.ports.inbound.JobsException.NotStarted.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Launches that fail: what is wrong is told apart and named, and nothing is left. */
final class UnusableProgramsTest extends EngineTest {

  @TempDir private Path directory;

  @Test
  void programThatIsInNoDirectoryOfThePathIsNamed() {
    JobSpec spec = JobSpec.of("no-such-program").withEnvironment("PATH", "/nowhere:/usr/bin");

    NotStarted refusal = refusalOf(spec);

    assertThat(refusal.reason()).isEqualTo(Reason.PROGRAM_NOT_FOUND);
    assertThat(refusal.path()).isEqualTo("no-such-program");
    assertThat(refusal).hasMessageContaining("/nowhere:/usr/bin");
  }

  @Test
  void pathBehindAFileIsAMissingProgram() throws IOException {
    Path file = file("file", "", "rw-r--r--");

    NotStarted refusal = refusalOf(JobSpec.of(file + "/program"));

    assertThat(refusal.reason()).isEqualTo(Reason.PROGRAM_NOT_FOUND);
  }

  @Test
  void directoryIsNotAProgram() {
    NotStarted refusal = refusalOf(JobSpec.of(directory.toString()));

    assertThat(refusal.reason()).isEqualTo(Reason.PROGRAM_IS_A_DIRECTORY);
    assertThat(refusal.path()).isEqualTo(directory.toString());
  }

  @Test
  void fileWithoutExecutePermissionIsNamed() throws IOException {
    Path file = file("plain", "#!/bin/sh\nexit 0\n", "rw-r--r--");

    NotStarted refusal = refusalOf(JobSpec.of(file.toString()));
    NotStarted found = refusalOf(JobSpec.of("plain").withEnvironment("PATH", directory.toString()));

    assertThat(refusal.reason()).isEqualTo(Reason.PROGRAM_NOT_EXECUTABLE);
    assertThat(found.reason()).isEqualTo(Reason.PROGRAM_NOT_EXECUTABLE);
    assertThat(found.path()).isEqualTo(file.toString());
  }

  @Test
  void lookupGoesOnBehindWhatCannotBeExecuted() throws Exception {
    file("true", "", "rw-r--r--");
    Path other = Files.createDirectory(directory.resolve("other"));
    Files.createDirectory(other.resolve("true"));
    String path = directory + ":" + other + ":/no/such/directory:/usr/bin:/bin";

    Launched launched = launch(JobSpec.of("true").withEnvironment("PATH", path));

    assertThat(awaitExit(launched)).isEqualTo(new Exit.Exited(0));
  }

  @Test
  void directoryInThePathIsNoProgram() throws Exception {
    Files.createDirectory(directory.resolve("program"));

    NotStarted refusal =
        refusalOf(JobSpec.of("program").withEnvironment("PATH", directory.toString()));

    assertThat(refusal.reason()).isEqualTo(Reason.PROGRAM_NOT_FOUND);
  }

  @Test
  void interpreterThatIsMissingIsNamed() throws IOException {
    Path script = file("script", "#! /no/such/interpreter -x\n", "rwxr-xr-x");

    NotStarted refusal = refusalOf(JobSpec.of(script.toString()));

    assertThat(refusal.reason()).isEqualTo(Reason.INTERPRETER_NOT_USABLE);
    assertThat(refusal.path()).isEqualTo("/no/such/interpreter");
    assertThat(refusal).hasMessageContaining(script.toString());
  }

  @Test
  void scriptWithWindowsLineEndsIsToldThatItHasThem() throws IOException {
    Path script = file("script", "#!/bin/sh\r\necho hello\r\n", "rwxr-xr-x");

    NotStarted refusal = refusalOf(JobSpec.of(script.toString()));

    assertThat(refusal.reason()).isEqualTo(Reason.INTERPRETER_NOT_USABLE);
    assertThat(refusal.path()).isEqualTo("/bin/sh\r");
    assertThat(refusal).hasMessageContaining("carriage return");
  }

  @Test
  void interpreterThatMayNotBeExecutedIsNamed() throws IOException {
    Path interpreter = file("interpreter", "", "rw-r--r--");
    Path script = file("script", "#!" + interpreter + "\n", "rwxr-xr-x");

    NotStarted refusal = refusalOf(JobSpec.of(script.toString()));

    assertThat(refusal.reason()).isEqualTo(Reason.INTERPRETER_NOT_USABLE);
    assertThat(refusal.path()).isEqualTo(interpreter.toString());
  }

  @Test
  void loaderOfABinaryThatIsMissingIsNamed() throws IOException {
    byte[] program = Files.readAllBytes(Path.of("/bin/sh").toRealPath());
    Path binary = Files.write(directory.resolve("binary"), withOtherLoader(program));
    Executables.allow(binary, "rwxr-xr-x");

    NotStarted refusal = refusalOf(JobSpec.of(binary.toString()));

    assertThat(refusal.reason()).isEqualTo(Reason.INTERPRETER_NOT_USABLE);
    assertThat(refusal.path()).contains("/lx-linux");
  }

  @Test
  void textWithoutAnInterpreterIsOfUnknownFormat() throws IOException {
    Path text = file("text", "echo hello\n", "rwxr-xr-x");

    NotStarted refusal = refusalOf(JobSpec.of(text.toString()));

    assertThat(refusal.reason()).isEqualTo(Reason.PROGRAM_FORMAT_UNKNOWN);
    assertThat(refusal.path()).isEqualTo(text.toString());
  }

  @Test
  void binaryOfAnotherMachineIsOfUnknownFormat() throws IOException {
    byte[] program = Files.readAllBytes(Path.of("/bin/sh").toRealPath());
    program[18] = 0x7f;
    Path binary = Files.write(directory.resolve("binary"), program);
    Executables.allow(binary, "rwxr-xr-x");

    NotStarted refusal = refusalOf(JobSpec.of(binary.toString()));

    assertThat(refusal.reason()).isEqualTo(Reason.PROGRAM_FORMAT_UNKNOWN);
  }

  @Test
  void oneStringOverTheLimitIsNamed() {
    String tooLong = "x".repeat(128 * 1024);

    JobsException.InvalidRequest argument = invalid(JobSpec.of("true", tooLong));
    JobsException.InvalidRequest variable =
        invalid(JobSpec.of("true").withEnvironment("LONG", tooLong));

    assertThat(argument.field()).isEqualTo("arguments");
    assertThat(argument).hasMessageContaining("131072 bytes").hasMessageContaining("131071");
    assertThat(variable.field()).isEqualTo("environment");
  }

  @Test
  void stringsThatAreTooMuchTogetherAreSaidToBe() {
    String[] arguments = new String[200];
    Arrays.fill(arguments, "x".repeat(100_000));

    JobsException.InvalidRequest refusal = invalid(JobSpec.of("true", arguments));

    assertThat(refusal).hasMessageContaining("together").hasMessageContaining("ulimit -s");
  }

  @Test
  void failedLaunchesLeaveNothingBehind() throws Exception {
    Path text = file("text", "echo hello\n", "rwxr-xr-x");
    JobSpec[] failing = {
      JobSpec.of("/no/such/program"),
      JobSpec.of(text.toString()),
      JobSpec.of("true", "x".repeat(128 * 1024)),
      JobSpec.of("true").withWorkingDirectory("/no/such/directory"),
      JobSpec.of(text.toString()).withWorkingDirectory(directory.toString()),
    };
    Launched warmUp = launchShell("exit 0");
    awaitExit(warmUp);
    discard(warmUp);
    long descriptorsBefore = openDescriptors();
    long childrenBefore = children();

    for (int i = 0; i < 100; i++) {
      JobSpec spec = failing[i % failing.length];
      assertThat(catchThrowableOfType(JobsException.class, () -> launch(spec))).isNotNull();
    }

    assertThat(openDescriptors()).isEqualTo(descriptorsBefore);
    assertThat(children()).isEqualTo(childrenBefore);
  }

  private NotStarted refusalOf(JobSpec spec) {
    NotStarted refusal = catchThrowableOfType(NotStarted.class, () -> launch(spec));
    assertThat(refusal.getMessage()).doesNotContain("\n");
    return refusal;
  }

  private JobsException.InvalidRequest invalid(JobSpec spec) {
    return catchThrowableOfType(JobsException.InvalidRequest.class, () -> launch(spec));
  }

  private Path file(String name, String content, String mode) throws IOException {
    Path file = Files.writeString(directory.resolve(name), content);
    return Executables.allow(file, mode);
  }

  /**
   * A program that names {@code /lx-linux…} as its dynamic loader instead of {@code /ld-linux…}.
   */
  private static byte[] withOtherLoader(byte[] program) {
    byte[] changed = program.clone();
    int loader = new String(program, ISO_8859_1).indexOf("/ld-linux");
    assertThat(loader).isPositive();
    changed[loader + 2] = 'x';
    return changed;
  }
}
