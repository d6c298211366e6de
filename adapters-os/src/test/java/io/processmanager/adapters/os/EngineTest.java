package io.processmanager.adapters.os;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.contract.ProcessLauncherHarness;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.outbound.ProcessRef;
import io.processmanager.ports.usecase.LocalJobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Tests on real processes of this machine, with ports of their own each. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class EngineTest implements ProcessLauncherHarness {

  private final LinuxPorts ports;
  private final LocalJobs local;

  EngineTest() {
    this(CgroupUse.WHERE_POSSIBLE);
  }

  /**
   * @param use how jobs are contained
   */
  EngineTest(CgroupUse use) {
    ports = open(LinuxPorts.builder().cgroups(use));
    local = LocalJobs.over(ports);
  }

  /** How the ports are opened. */
  LinuxPorts open(LinuxPorts.Builder builder) {
    return builder.open();
  }

  @Override
  public final LinuxPorts ports() {
    return ports;
  }

  @AfterEach
  final void closePorts() {
    ports.close();
  }

  /** Lets go of a process and of its output. */
  final void discard(Launched launched) throws Exception {
    await(processes().retire(launched.process(), Duration.ZERO));
    awaitEnd(launched);
    ports.storage().delete(launched.job());
  }

  /** The same engine's jobs, as one user sees them. */
  final Jobs jobs() {
    return local.forCaller(Caller.user("alice"));
  }

  /** The same engine's jobs, as their provider has them. */
  final LocalJobs local() {
    return local;
  }

  /** What the steps on outputs need of a job. */
  static Launched outputOf(Job job) {
    return new Launched(job.id(), new ProcessRef(0, 0));
  }

  /** The number that a job prints behind {@code word}, when it has. */
  final long pidAfter(Job job, String word) throws Exception {
    return pidAfter(outputOf(job), word);
  }

  /** The number that a process prints behind {@code word}, when it has. */
  final long pidAfter(Launched launched, String word) throws Exception {
    Pattern line = Pattern.compile("^" + word + "(\\d+)$", Pattern.MULTILINE);
    awaitGrowth(launched, log -> log.hasEnded() || line.matcher(textOf(launched)).find());
    return line.matcher(textOf(launched))
        .results()
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .findFirst()
        .orElseThrow();
  }

  /** A script of the shell that has job control without a terminal; dash(1) has not. */
  final Launched launchBash(String script) {
    return launch(JobSpec.of("bash", "-c", script));
  }

  /** Whether anything of a leader's session runs. */
  static boolean isSessionAlive(Launched launched) {
    return Leftovers.scan(new Marks(Set::of)).has(launched.process().pid(), "MARK=of nobody");
  }

  /** Whether a process runs; one that is dead and waits to be reaped does not. */
  static boolean isAlive(long pid) {
    return ProcStat.read(Path.of("/proc", Long.toString(pid)))
        .filter(ProcStat::isAlive)
        .isPresent();
  }

  /** Waits until no job has a cgroup and none is kept for the next, with its files. */
  final void awaitNoCgroups() {
    if (ports.selfTestReport().contains("contained by cgroups")) {
      CgroupTrees.awaitNoJobs(CgroupTrees.assumedDirectory(ports));
    }
  }

  /** How many descriptors this JVM has open. */
  static long openDescriptors() {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many children this JVM has, zombies included. */
  static long children() {
    return ProcessHandle.current().children().count();
  }

  /** The process ids of this JVM's children, zombies included. */
  static List<Long> childPids() {
    return ProcessHandle.current().children().map(ProcessHandle::pid).sorted().toList();
  }

  /** How many threads the engines of this JVM have. */
  static int engineThreads() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("process-manager"))
            .count();
  }
}
