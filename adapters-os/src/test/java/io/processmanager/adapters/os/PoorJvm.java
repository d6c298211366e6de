package io.processmanager.adapters.os;

import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;

import io.processmanager.adapters.os.libc.ResourceLimits;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Limit;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Resource;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.outbound.OutputStorage.OutputRead;
import io.processmanager.ports.outbound.ProcessRef;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * What {@link PoorJvmTest} has JVMs do that may or can do little. Like {@link EngineJvm} with this
 * project's classes only.
 */
final class PoorJvm {

  private static final int RLIMIT_NPROC = 6;

  private final LinuxPorts ports;

  private PoorJvm(LinuxPorts ports) {
    this.ports = ports;
  }

  /** Runs the step that is named. */
  public static void main(String[] arguments) throws Exception {
    LinuxPorts.Builder builder = LinuxPorts.builder();
    if (arguments[0].startsWith("raise-descriptor-limit")) {
      builder.raiseDescriptorLimit();
    }
    if (arguments[0].equals("set-job-descriptor-limit")) {
      builder.jobDescriptorLimit(300);
    }
    try (LinuxPorts ports = builder.open()) {
      PoorJvm jvm = new PoorJvm(ports);
      switch (arguments[0]) {
        case "tell-oom-scores" -> jvm.tellOomScores();
        case "be-nicer" -> jvm.beNicer();
        case "start-in" ->
            System.out.println(
                "in: " + jvm.launch(JobSpec.of("true").withWorkingDirectory(arguments[1])));
        case "run-out-of-processes" -> jvm.runOutOfProcesses();
        case "look-at-what-may-not-be-looked-into" -> jvm.lookAtWhatMayNotBeLookedInto();
        case "be-flooded-without-threads" -> jvm.beFloodedWithoutThreads();
        case "tell-descriptor-limits", "set-job-descriptor-limit", "raise-descriptor-limit" ->
            jvm.tellDescriptorLimits();
        case "raise-descriptor-limit-twice" -> {
          try (LinuxPorts second = builder.open()) {
            new PoorJvm(second).tellDescriptorLimits();
          }
          jvm.tellDescriptorLimits();
        }
        default -> throw new IllegalArgumentException(arguments[0]);
      }
    }
  }

  private void beNicer() throws Exception {
    System.out.println("5: " + launch(JobSpec.of("nice").withNice(5)));
    System.out.println("-5: " + launch(JobSpec.of("nice").withNice(-5)));
    tellWhatIsLeft();
  }

  private void tellOomScores() throws Exception {
    String file = "/proc/self/oom_score_adj";
    System.out.println("job: " + launch(JobSpec.of("cat", file)));
    System.out.println("own: " + Files.readString(Path.of(file)).strip());
  }

  private void runOutOfProcesses() throws Exception {
    System.out.println("before: " + launch(JobSpec.of("echo", "works")));
    ResourceLimits.Pair given = ResourceLimits.get(RLIMIT_NPROC);
    long descriptorsBefore = EngineTest.openDescriptors();
    ResourceLimits.set(RLIMIT_NPROC, given.withSoft(1));
    for (int i = 0; i < 3; i++) {
      System.out.println("without: " + launch(JobSpec.of("echo", "works")));
    }
    ResourceLimits.set(RLIMIT_NPROC, given);
    long descriptorsAfter = EngineTest.openDescriptors();
    System.out.println("leaked: " + (descriptorsAfter - descriptorsBefore));
    System.out.println("after: " + launch(JobSpec.of("echo", "works")));
    tellWhatIsLeft();
  }

  /** The kernel keeps the memory of a program to itself whose file may not be read; execve(2). */
  private void lookAtWhatMayNotBeLookedInto() throws Exception {
    Path program = Files.createTempFile("process-manager-unreadable", "");
    try {
      Files.copy(Path.of("/bin/sleep"), program, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("--x------"));
      JobSpec spec = JobSpec.of(program.toString(), "600");
      // So that the time is not that of classes that are loaded.
      ports
          .processes()
          .status(
              ports.processes().launch(ports.ids().next(), SOMEBODY, JobSpec.of("sleep", "600")));
      ProcessRef process = ports.processes().launch(ports.ids().next(), SOMEBODY, spec);
      long before = System.nanoTime();
      ProcessStatus.Alive status = (ProcessStatus.Alive) ports.processes().status(process);
      System.out.println("millis: " + (System.nanoTime() - before) / 1_000_000);
      System.out.println("arguments: " + status.commandLine().subList(1, 2));
    } finally {
      Files.delete(program);
    }
  }

  /** The flood begins when no thread can be had for it; the job's own limits are as they were. */
  private void beFloodedWithoutThreads() throws Exception {
    JobId job = ports.ids().next();
    String script = "while [ -e \"$1\" ]; do sleep 0.02; done; exec head -c 20000000 /dev/zero";
    Path wait = Files.createTempFile("process-manager-flood", ".wait");
    ProcessRef process =
        ports
            .processes()
            .launch(job, SOMEBODY, JobSpec.of("sh", "-c", script, "sh", wait.toString()));
    ResourceLimits.Pair given = ResourceLimits.get(RLIMIT_NPROC);
    ResourceLimits.set(RLIMIT_NPROC, given.withSoft(1));
    Files.delete(wait);
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    awaitEnd(job, ended);
    ended.join();
    ResourceLimits.set(RLIMIT_NPROC, given);
    var end = ports.processes().onExit(process).toCompletableFuture().join();
    System.out.println("exit: " + end.exit());
    System.out.println("taken: " + ports.storage().log(job).endOffset());
  }

  private static void tellWhatIsLeft() {
    System.out.println("children: " + EngineTest.children());
  }

  private void tellDescriptorLimits() throws Exception {
    System.out.println("own: " + ResourceLimits.get(ResourceLimits.RLIMIT_NOFILE));
    System.out.println("job: " + launch(JobSpec.of("sh", "-c", "ulimit -Sn; ulimit -Hn")));
    JobSpec more =
        JobSpec.of("sh", "-c", "ulimit -Sn").withSoftLimit(Resource.OPEN_FILES, Limit.atMost(300));
    System.out.println("more: " + launch(more));
  }

  /** Runs a program to its end; returns its output in one line, or why it was refused. */
  private String launch(JobSpec spec) throws Exception {
    JobId job = ports.ids().next();
    ProcessRef process;
    try {
      process = ports.processes().launch(job, SOMEBODY, spec);
    } catch (JobsException.InvalidRequest refusal) {
      return "invalid " + refusal.field() + ", " + refusal.getMessage();
    } catch (JobsException.NotStarted refusal) {
      return refusal.reason() + " " + refusal.path();
    } catch (JobsException.ResourceExhausted refusal) {
      return "exhausted " + refusal.resource() + ", " + refusal.getMessage();
    }
    ports.processes().onExit(process).toCompletableFuture().join();
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    awaitEnd(job, ended);
    ended.join();
    ports.processes().retire(process, Duration.ofHours(1)).toCompletableFuture().join();
    return textOf(job).strip().replace('\n', ' ');
  }

  private void awaitEnd(JobId job, CompletableFuture<Boolean> ended) {
    OutputLog log = ports.storage().log(job);
    if (log.hasEnded()) {
      ended.complete(true);
    } else {
      ports.storage().onGrowth(job, log.endOffset(), () -> awaitEnd(job, ended));
    }
  }

  private String textOf(JobId job) {
    if (ports.storage().read(job, 0, 1 << 16) instanceof OutputRead.Item(var item)
        && item instanceof OutputItem.Chunk chunk) {
      return StandardCharsets.UTF_8.decode(chunk.data()).toString();
    }
    return "";
  }
}
