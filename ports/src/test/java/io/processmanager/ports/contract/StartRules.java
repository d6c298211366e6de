package io.processmanager.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.JobsException.NotStarted;
import io.processmanager.ports.inbound.JobsException.NotStarted.Reason;
import io.processmanager.ports.inbound.RequestId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** How jobs start. */
@ContractTopic(
    title = "Starts",
    hint =
        "Look at both forms of start: what a refusal of the far side becomes (its "
            + "type and its fields), that a spec arrives whole, and that a request id is "
            + "handed on with the caller it belongs to.")
public interface StartRules extends JobsHarness {

  @ContractRule(id = "JOB-1", intent = "a caller knows at once what it started, and as whom")
  default void startAnswersWithTheRunningJob() {
    JobSpec spec = JobSpec.of("sleep", "60");

    Job first = jobs().start(spec);
    Job second = jobs().start(spec);

    assertThat(first.state()).isInstanceOf(JobState.Running.class);
    assertThat(first.spec()).isEqualTo(spec);
    assertThat(first.owner().name()).isEqualTo(ownerName("alice"));
    assertThat(first.id()).isNotEqualTo(second.id());
  }

  @ContractRule(
      id = "JOB-2",
      intent = "a typing error in a program's name is named, not guessed at")
  default void missingProgramIsNamedAndLeavesNoJob() {
    int before = jobs().list(JobQuery.own().withPageSize(1000)).jobs().size();

    NotStarted refusal = refusalOf(JobSpec.of("no-such-program-anywhere"));

    assertThat(refusal.reason()).isEqualTo(Reason.PROGRAM_NOT_FOUND);
    assertThat(refusal.path()).isEqualTo("no-such-program-anywhere");
    assertThat(refusal).hasMessageContaining("no-such-program-anywhere");
    assertThat(jobs().list(JobQuery.own().withPageSize(1000)).jobs()).hasSize(before);
  }

  @ContractRule(
      id = "JOB-3",
      intent = "a bad directory is not mistaken for a bad program",
      needs = Capability.SAME_MACHINE)
  default void unusableWorkingDirectoryIsNamed() throws IOException {
    Path file = Files.createTempFile("not-a-directory", "");

    NotStarted missing = refusalOf(JobSpec.of("true").withWorkingDirectory("/no/such/directory"));
    NotStarted notOne = refusalOf(JobSpec.of("true").withWorkingDirectory(file.toString()));

    assertThat(missing.reason()).isEqualTo(Reason.WORKING_DIRECTORY_NOT_FOUND);
    assertThat(missing.path()).isEqualTo("/no/such/directory");
    assertThat(notOne.reason()).isEqualTo(Reason.WORKING_DIRECTORY_NOT_A_DIRECTORY);
    assertThat(notOne.path()).isEqualTo(file.toString());
    Files.delete(file);
  }

  @ContractRule(
      id = "JOB-4",
      intent = "four mistakes that execve(2) blurs have four answers",
      needs = Capability.SAME_MACHINE)
  default void unusableProgramsAreToldApart() throws IOException {
    Path directory = Files.createTempDirectory("programs");
    Path plain = script(directory.resolve("plain"), "rw-r--r--", "#!/bin/sh\n");
    Path formless = script(directory.resolve("formless"), "rwxr-xr-x", "echo no first line\n");
    Path orphan = script(directory.resolve("orphan"), "rwxr-xr-x", "#!/no/such/interpreter\n");

    assertThat(refusalOf(JobSpec.of(directory.toString())).reason())
        .isEqualTo(Reason.PROGRAM_IS_A_DIRECTORY);
    assertThat(refusalOf(JobSpec.of(plain.toString())).reason())
        .isEqualTo(Reason.PROGRAM_NOT_EXECUTABLE);
    assertThat(refusalOf(JobSpec.of(formless.toString())).reason())
        .isEqualTo(Reason.PROGRAM_FORMAT_UNKNOWN);
    NotStarted badInterpreter = refusalOf(JobSpec.of(orphan.toString()));
    assertThat(badInterpreter.reason()).isEqualTo(Reason.INTERPRETER_NOT_USABLE);
    assertThat(badInterpreter).hasMessageContaining("/no/such/interpreter");
    for (Path file : List.of(plain, formless, orphan, directory)) {
      Files.delete(file);
    }
  }

  @ContractRule(id = "JOB-5", intent = "what the caller wrote is what the program gets")
  default void argumentsReachTheProgramUnchanged() throws IOException {
    Job job =
        jobs().start(JobSpec.of("printf", "<%s>", "", "two words", "$HOME*", "é€😀", "a\"b'c\\d"));

    assertThat(textOf(job.id())).isEqualTo("<><two words><$HOME*><é€😀><a\"b'c\\d>");
  }

  @ContractRule(id = "JOB-6", intent = "a job sees the variables and the directory it was given")
  default void environmentAndWorkingDirectoryAreTheSpecs() throws IOException {
    JobSpec spec =
        JobSpec.of("sh", "-c", "echo $COLOUR; pwd")
            .withEnvironment("COLOUR", "grün")
            .withWorkingDirectory("/");

    Job job = jobs().start(spec);

    assertThat(textOf(job.id())).isEqualTo("grün\n/\n");
  }

  @ContractRule(id = "JOB-7", intent = "a request that can never work is told from one that may")
  default void argumentOverTheKernelsLimitIsInvalid() {
    JobSpec spec = JobSpec.of("true", "x".repeat(200_000));
    JobSpec larger = JobSpec.of("true", "x".repeat(5 << 20));

    assertThatExceptionOfType(JobsException.InvalidRequest.class)
        .isThrownBy(() -> jobs().start(spec))
        .withMessageContaining("argument");
    assertThatExceptionOfType(JobsException.InvalidRequest.class)
        .as("larger than a message of a transport may be")
        .isThrownBy(() -> jobs().start(larger));
  }

  @ContractRule(id = "JOB-8", intent = "a start whose answer was lost can be sent again")
  default void sameRequestIdStartsOneJob() throws Exception {
    RequestId request = new RequestId(UUID.randomUUID().toString());
    JobSpec spec = JobSpec.of("sleep", "60");

    List<Thread> threads = new ArrayList<>();
    List<Job> jobs = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 4; i++) {
      Thread thread = new Thread(() -> jobs.add(jobs().start(spec, request)));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(jobs).hasSize(4);
    assertThat(jobs.stream().map(Job::id).distinct()).hasSize(1);
  }

  @ContractRule(
      id = "JOB-9",
      intent = "a request id never yields what was not asked for",
      needs = Capability.SEVERAL_OWNERS)
  default void requestIdIsBoundToItsSpecAndItsOwner() {
    RequestId request = new RequestId(UUID.randomUUID().toString());
    Job first = jobs().start(JobSpec.of("sleep", "60"), request);

    Job somebodyElses = jobsOf("bob").start(JobSpec.of("sleep", "60"), request);

    assertThat(somebodyElses.id()).isNotEqualTo(first.id());
    assertThatExceptionOfType(JobsException.InvalidRequest.class)
        .isThrownBy(() -> jobs().start(JobSpec.of("sleep", "61"), request));
  }

  @ContractRule(id = "JOB-10", intent = "nothing of the worker leaks into what it runs")
  default void jobHasThreeDescriptorsAndASessionOfItsOwn() throws Exception {
    Job job = startShell("ls /proc/self/fd | wc -l; cut -d' ' -f5-7 /proc/$$/stat; echo $$");

    List<String> lines = textOf(job.id()).lines().collect(Collectors.toList());

    assertThat(lines.get(0)).as("0, 1, 2 and ls's own directory").isEqualTo("4");
    String leader = lines.get(2);
    assertThat(lines.get(1))
        .as("group, session, no terminal")
        .isEqualTo(leader + " " + leader + " 0");
    assertThat(jobs().awaitExit(job.id()).exit()).isEqualTo(new Exit.Exited(0));
  }

  @ContractRule(id = "JOB-11", intent = "a start that nobody waits for is a start all the same")
  default void requestedStartIsToldByItsStage() throws Exception {
    CompletionStage<Job> started = jobs().requestStart(JobSpec.of("sleep", "60"));
    CompletionStage<Job> refused = jobs().requestStart(JobSpec.of("no-such-program-anywhere"));

    Job job = started.toCompletableFuture().get(BOUND.toSeconds(), TimeUnit.SECONDS);
    assertThat(jobs().status(job.id()).job().state()).isInstanceOf(JobState.Running.class);
    assertThat(refused)
        .failsWithin(BOUND)
        .withThrowableThat()
        .withCauseInstanceOf(NotStarted.class);
  }

  private NotStarted refusalOf(JobSpec spec) {
    try {
      Job job = jobs().start(spec);
      throw new AssertionError("was started: " + job);
    } catch (NotStarted refusal) {
      return refusal;
    }
  }

  private static Path script(Path path, String permissions, String text) throws IOException {
    Files.writeString(path, text);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    return path;
  }
}
