package io.processmanager.ports.contract;

import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Signal;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.JobsException.NotStarted;
import io.processmanager.ports.inbound.JobsException.NotStarted.Reason;
import io.processmanager.ports.outbound.LeaderEnd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.io.TempDir;

/** How processes are launched, and how a launch fails. */
public interface LaunchRules extends ProcessLauncherHarness {

  @ContractRule(id = "PRO-1", intent = "a launched process runs its program and has a process id")
  default void launchedProcessRunsItsProgram() throws Exception {
    Launched launched = launch(JobSpec.of("sh", "-c", "echo \"$$ $0 $1\"", "a b", "c"));

    Exit exit = awaitExit(launched);
    awaitEnd(launched);

    assertThat(exit).isEqualTo(new Exit.Exited(0));
    assertThat(textOf(launched)).isEqualTo(launched.process().pid() + " a b c\n");
  }

  @ContractRule(id = "PRO-2", intent = "no two processes are ever mistaken for each other")
  default void everyProcessHasASequenceNumberOfItsOwn() {
    Launched one = launchShell("exit 0");
    Launched other = launchShell("exit 0");

    assertThat(one.process().sequence()).isNotEqualTo(other.process().sequence());
  }

  @ContractRule(id = "PRO-3", intent = "the spec's environment and directory are the process's")
  default void environmentAndDirectoryAreTheSpecs(@TempDir Path directory) throws Exception {
    JobSpec spec =
        JobSpec.of("sh", "-c", "pwd -P; echo \"$COLOUR\"")
            .withWorkingDirectory(directory.toString())
            .withEnvironment("COLOUR", "grün");

    Launched launched = launch(spec);
    awaitEnd(launched);

    assertThat(textOf(launched)).isEqualTo(directory.toRealPath() + "\ngrün\n");
  }

  @ContractRule(id = "PRO-4", intent = "a job cannot hang on a terminal or on its starter's stdin")
  default void stdinIsAtItsEnd() throws Exception {
    Launched launched = launchShell("cat; echo end of input");

    awaitEnd(launched);

    assertThat(textOf(launched)).isEqualTo("end of input\n");
  }

  @ContractRule(id = "PRO-5", intent = "a program that is missing is named, and nothing is left")
  default void missingProgramLeavesNoOutput() {
    JobId job = new JobId(UUID.randomUUID());

    assertThatExceptionOfType(NotStarted.class)
        .isThrownBy(() -> processes().launch(job, SOMEBODY, JobSpec.of("/no/such/program")))
        .satisfies(
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Reason.PROGRAM_NOT_FOUND);
              assertThat(refusal.path()).isEqualTo("/no/such/program");
            });
    assertThatIllegalArgumentException().isThrownBy(() -> ports().storage().log(job));
    assertThat(processes().launch(job, SOMEBODY, JobSpec.of("true")).pid()).isPositive();
  }

  @ContractRule(id = "PRO-6", intent = "a directory that is missing is not a missing program")
  default void missingDirectoryIsToldFromAMissingProgram(@TempDir Path directory) throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    JobSpec nowhere = JobSpec.of("true").withWorkingDirectory(directory.resolve("no") + "");
    JobSpec inFile = JobSpec.of("true").withWorkingDirectory(file.toString());

    assertThatExceptionOfType(NotStarted.class)
        .isThrownBy(() -> launch(nowhere))
        .returns(Reason.WORKING_DIRECTORY_NOT_FOUND, NotStarted::reason);
    assertThatExceptionOfType(NotStarted.class)
        .isThrownBy(() -> launch(inFile))
        .returns(Reason.WORKING_DIRECTORY_NOT_A_DIRECTORY, NotStarted::reason)
        .returns(file.toString(), NotStarted::path);
  }

  @ContractRule(id = "PRO-7", intent = "what the kernel cannot take is the caller's mistake")
  default void argumentOverTheKernelsLimitIsInvalid() {
    assertThatExceptionOfType(JobsException.InvalidRequest.class)
        .isThrownBy(() -> launch(JobSpec.of("true", "x".repeat(10_000_000))))
        .returns("arguments", JobsException.InvalidRequest::field);
  }

  @ContractRule(id = "PRO-8", intent = "a job's output is never that of two processes")
  default void secondLaunchIntoAnOutputIsRefused() throws Exception {
    Launched launched = launchShell("echo one");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> processes().launch(launched.job(), SOMEBODY, JobSpec.of("echo", "two")));

    awaitEnd(launched);
    assertThat(textOf(launched)).isEqualTo("one\n");
  }

  @ContractRule(
      id = "PRO-9",
      intent = "nothing runs unmanaged behind a closed launcher, and nobody waits for its output")
  default void closedLauncherKillsAndLaunchesNothing() throws Exception {
    Launched launched = launchShell("echo up; exec sleep 60");
    awaitText(launched, "up");
    CompletionStage<LeaderEnd> end = processes().onExit(launched.process());
    CompletableFuture<Void> woken = new CompletableFuture<>();
    ports().storage().onGrowth(launched.job(), 3, () -> woken.complete(null));

    ports().close();
    ports().close();

    assertThat(await(end).exit()).isEqualTo(new Exit.Signaled(Signal.KILL, false));
    await(woken);
    assertThatExceptionOfType(JobsException.Unavailable.class)
        .isThrownBy(() -> launch(JobSpec.of("true")));
  }
}
