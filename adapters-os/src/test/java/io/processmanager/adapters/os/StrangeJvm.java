package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.processmanager.adapters.os.libc.Descriptors;
import io.processmanager.adapters.os.libc.Errno;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Thoroughness;
import io.processmanager.ports.contract.ProcessLauncherHarness;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.JobsException.ResourceExhausted;
import io.processmanager.ports.outbound.OutboundPorts;
import io.processmanager.ports.outbound.Retired;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

/** What {@link StrangeSurroundingsTest} has other JVMs do; each prints {@code passed}. */
final class StrangeJvm implements ProcessLauncherHarness {

  static final String PASSED = "passed";

  private final LinuxPorts ports;

  private StrangeJvm(CgroupUse use) {
    ports = LinuxPorts.builder().cgroups(use).open();
  }

  /** Runs the step that is named, with jobs contained as named, and prints how it went. */
  public static void main(String[] arguments) throws Exception {
    StrangeJvm jvm =
        new StrangeJvm(
            arguments.length > 1 ? CgroupUse.valueOf(arguments[1]) : CgroupUse.WHERE_POSSIBLE);
    switch (arguments[0]) {
      case "run-jobs" -> jvm.runJobs();
      case "run-out-of-descriptors" -> jvm.runOutOfDescriptors();
      case "have-standard-descriptors-only" -> jvm.haveStandardDescriptorsOnly();
      case "tell-cgroup" -> jvm.tellCgroup();
      case "tell-home" -> jvm.tellHome();
      case "ask-for-a-umask" -> jvm.askForAUmask();
      case "be-suspended" -> jvm.beSuspended();
      case "end-orphans" -> jvm.endOrphans();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    jvm.ports.close();
    System.out.println(PASSED);
  }

  @Override
  public OutboundPorts ports() {
    return ports;
  }

  private void runJobs() throws Exception {
    JobSpec spec =
        JobSpec.of("sh", "-c", "printf %s \"$1\" | od -An -tx1; exit 7", "sh", "é€")
            .withEnvironment("NAME", "é");
    for (int i = 0; i < 10; i++) {
      Launched launched = launch(spec);
      awaitEnd(launched);
      assertThat(awaitExit(launched)).isEqualTo(new Exit.Exited(7));
      assertThat(textOf(launched).trim()).isEqualTo("c3 a9 e2 82 ac");
    }
    Launched environment = launch(JobSpec.of("env").withEnvironment("NAME", "é"));
    awaitEnd(environment);
    assertThat(textOf(environment)).contains("NAME=é\n").doesNotContain("SECRET");
  }

  private void askForAUmask() throws Exception {
    JobSpec spec = JobSpec.of("true").withUmask(22);
    for (int i = 0; i < 3; i++) {
      assertThat(catchThrowableOfType(JobsException.class, () -> launch(spec)))
          .isInstanceOf(JobsException.Failed.class)
          .hasMessageContaining("was killed before it executed the program");
    }
    assertThat(EngineTest.children()).isZero();
    runJobs();
  }

  /** epoll_wait(2) fails with EINTR when its process goes on after a SIGSTOP; signal(7). */
  private void beSuspended() throws Exception {
    Launched launched =
        launchShell(
            "for i in 1 2 3 4 5; do kill -STOP $PPID; sleep 0.02; kill -CONT $PPID; sleep 0.02;"
                + " echo $i; done; exit 5");
    assertThat(awaitExit(launched)).isEqualTo(new Exit.Exited(5));
    awaitEnd(launched);
    assertThat(textOf(launched)).isEqualTo("1\n2\n3\n4\n5\n");
    runJobs();
  }

  /** Orphans become children of process 1, which may be this one and does not reap them. */
  private void endOrphans() throws Exception {
    assertThat(ProcessHandle.current().pid()).isEqualTo(1);
    Launched launched = launchShell("(setsid sleep 600 & sleep 600 &); echo up; exit 0");
    awaitExit(launched);
    Retired retired = await(processes().retire(launched.process(), Duration.ofMillis(50)));
    assertThat(retired.killed()).isTrue();
    assertThat(retired.thoroughness()).isNotEqualTo(Thoroughness.KILL_PENDING);
    assertThat(ProcessHandle.allProcesses().map(ProcessHandle::pid).filter(EngineTest::isAlive))
        .containsExactly(1L);
  }

  private void tellHome() throws Exception {
    Launched launched = launchShell("printf %s \"$HOME\" | od -An -tx1");
    awaitEnd(launched);
    System.out.println("home: " + textOf(launched).strip());
  }

  private void tellCgroup() throws Exception {
    String report = ports.selfTestReport();
    System.out.println(report);
    Launched launched = launch(JobSpec.of("cat", "/proc/self/cgroup"));
    awaitEnd(launched);
    boolean hasCgroup = report.contains("contained by cgroups");
    String own = "/" + CgroupTrees.directory(report).getFileName() + "/job-";
    assertThat(textOf(launched).contains(own)).isEqualTo(hasCgroup);
  }

  private void runOutOfDescriptors() throws Exception {
    loadClassesBeside(LinuxPorts.class);
    loadClassesBeside(ResourceExhausted.class);
    loadClassesBeside(Exit.class);
    assertThat(tryWithFewDescriptors()).isTrue();
    // At once: the directory's, two of the pipe, the pidfd, and the cgroup's where there is one.
    // None has a number so high that it would be moved to a reserved one.
    int needed = ports.selfTestReport().contains("contained by cgroups") ? 5 : 4;
    for (int spare = 0; spare < 8; spare++) {
      Deque<AutoCloseable> hoard = hoard();
      for (int i = 0; i < spare; i++) {
        hoard.pop().close();
      }
      boolean launched = tryWithFewDescriptors();
      long left = hoardable();
      assertThat(launched).as("with %d to spare", spare).isEqualTo(spare >= needed);
      assertThat(left).as("with %d to spare", spare).isEqualTo(spare);
      while (!hoard.isEmpty()) {
        hoard.pop().close();
      }
    }
    Launched after = launch(JobSpec.of("true"));
    assertThat(awaitExit(after)).isEqualTo(new Exit.Exited(0));
  }

  /** A descriptor below the lowest that a job may be given, and no other to move it to. */
  private void haveStandardDescriptorsOnly() throws Exception {
    loadClassesBeside(LinuxPorts.class);
    assertThat(errnoOf(Descriptors::eventCounter)).isZero();
    Deque<AutoCloseable> hoard = hoard();
    Descriptors.closeQuietly(0);
    int ofOne = errnoOf(Descriptors::eventCounter);
    boolean oneIsFree = isFree(0);
    Descriptors.closeQuietly(1);
    int ofTwo = errnoOf(Descriptors::pipe);
    boolean bothAreFree = isFree(0) && isFree(1);
    while (!hoard.isEmpty()) {
      hoard.pop().close();
    }
    // Nothing can be printed any more: the exit status tells.
    if (ofOne != Errno.EMFILE || ofTwo != Errno.EMFILE || !oneIsFree || !bothAreFree) {
      System.exit(1);
    }
  }

  private static boolean isFree(int descriptor) {
    return !Files.exists(Path.of("/proc/self/fd/" + descriptor), LinkOption.NOFOLLOW_LINKS);
  }

  /** Opens something; 0 if that works. */
  private static int errnoOf(Opening opening) {
    try {
      opening.open();
      return 0;
    } catch (ErrnoException failure) {
      return failure.errno();
    }
  }

  private interface Opening {
    Object open() throws ErrnoException;
  }

  /** Classes that lie in a directory take a descriptor each to load, and there will be none. */
  private static void loadClassesBeside(Class<?> known) throws Exception {
    Path root = Path.of(known.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(root)) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
          String name = root.relativize(file).toString().replace('/', '.').replace(".class", "");
          if (!name.endsWith("package-info") && name.startsWith("io.processmanager")) {
            Class.forName(name);
          }
        }
      }
    }
  }

  /** Done and gone, or refused for want of descriptors. */
  private boolean tryWithFewDescriptors() throws Exception {
    JobSpec spec = JobSpec.of("true").withWorkingDirectory("/");
    ResourceExhausted refusal =
        catchThrowableOfType(
            ResourceExhausted.class,
            () -> {
              Launched launched = launch(spec);
              awaitEnd(launched);
              awaitExit(launched);
              await(processes().retire(launched.process(), Duration.ZERO));
            });
    if (refusal != null) {
      assertThat(refusal.resource()).isEqualTo("descriptors");
    }
    return refusal == null;
  }

  private static long hoardable() throws Exception {
    Deque<AutoCloseable> hoard = hoard();
    long count = hoard.size();
    while (!hoard.isEmpty()) {
      hoard.pop().close();
    }
    return count;
  }

  /** Takes all descriptors there are. */
  private static Deque<AutoCloseable> hoard() {
    Deque<AutoCloseable> hoard = new ArrayDeque<>();
    while (true) {
      try {
        hoard.push(new FileInputStream(Path.of("/dev/null").toFile()));
      } catch (FileNotFoundException noMore) {
        return hoard;
      }
    }
  }
}
