package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.processmanager.adapters.os.libc.Host;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Signal;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /proc} tells of a process. */
final class StatusReaderTest extends EngineTest {

  @TempDir private Path directory;

  @Test
  void busyProcessShowsWhatItUses() throws Exception {
    Launched launched = launch(JobSpec.of("nice", "-n", "7", "sh", "-c", "while :; do :; done"));
    long pid = launched.process().pid();

    ProcessStatus.Alive status;
    do {
      status = (ProcessStatus.Alive) processes().status(launched.process());
    } while (status.cpuTime().compareTo(Duration.ofMillis(50)) < 0);

    assertThat(status.pid()).isEqualTo(pid);
    assertThat(status.effectiveUser()).isEqualTo(System.getProperty("user.name"));
    assertThat(status.nice()).isEqualTo(7);
    assertThat(status.priority()).isEqualTo(27);
    assertThat(status.state()).isEqualTo('R');
    assertThat(status.threads()).isEqualTo(1);
    assertThat(status.residentBytes()).isBetween(100_000L, status.virtualBytes());
    assertThat(status.sharedBytes()).isBetween(1L, status.residentBytes());
    assertThat(status.memoryPercent()).isGreaterThan(0).isLessThan(10);
    assertThat(status.cpuPercent()).isGreaterThan(0.5).isLessThan(150);
    assertThat(status.commandLine()).containsExactly("sh", "-c", "while :; do :; done");
  }

  @Test
  void userIsTheEffectiveOne() throws Exception {
    assumeTrue(Rights.isRoot(), "only root may become two users");
    Path program = CProgram.compiled(directory, "twousers");
    Launched launched = launch(JobSpec.of(program.toString(), "54321", "54322"));
    awaitText(launched, "up");

    ProcessStatus.Alive status = (ProcessStatus.Alive) processes().status(launched.process());

    assertThat(status.effectiveUser()).isEqualTo("54322");
  }

  @Test
  void sharedMemoryIsThatOfFiles() throws Exception {
    Launched launched = launch(JobSpec.of("sleep", "60"));
    Path statm = Path.of("/proc", Long.toString(launched.process().pid()), "statm");

    // It may still be loading.
    Waits.until(
        "the kernel's figures stand still",
        () -> {
          String before = ProcFile.read(statm).orElseThrow();
          var status = (ProcessStatus.Alive) processes().status(launched.process());
          String[] pages = before.strip().split(" ", -1);
          return ProcFile.read(statm).orElseThrow().equals(before)
              && status.residentBytes() == Long.parseLong(pages[1]) * Host.pageBytes()
              && status.sharedBytes() == Long.parseLong(pages[2]) * Host.pageBytes()
              && status.sharedBytes() < status.residentBytes();
        });
  }

  @Test
  void stoppedProcessShowsThatItIs() throws Exception {
    Launched launched = launchShell("echo up; while :; do read x; done < /dev/zero");
    awaitText(launched, "up");

    processes().signal(launched.process(), Signal.parse("STOP"));
    char state;
    do {
      state = ((ProcessStatus.Alive) processes().status(launched.process())).state();
    } while (state != 'T');

    assertThat(state).isEqualTo('T');
  }

  @Test
  void emptyArgumentsAreShown() throws Exception {
    Launched launched =
        launch(JobSpec.of("sh", "-c", "echo up; while :; do sleep 1; done", "", ""));
    awaitText(launched, "up");

    ProcessStatus.Alive status = (ProcessStatus.Alive) processes().status(launched.process());

    assertThat(status.commandLine()).endsWith("", "").hasSize(5);
  }

  @Test
  void interruptedThreadReadsTheStatusAllTheSame() {
    Launched launched = launchShell("sleep 60");

    Thread.currentThread().interrupt();
    ProcessStatus status = processes().status(launched.process());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(status).isInstanceOf(ProcessStatus.Alive.class);
  }

  @Test
  void nameWithACarriageReturnPassesForNoOtherLine() throws Exception {
    // A process may choose its name, and a carriage return is not escaped; proc_pid_status(5).
    Launched launched =
        launchShell(
            "printf 'x\\rUid:\\t1\\t1' > /proc/$$/comm; echo up; while :; do sleep 1; done");
    awaitText(launched, "up");

    ProcessStatus.Alive status = (ProcessStatus.Alive) processes().status(launched.process());

    assertThat(status.effectiveUser()).isEqualTo(System.getProperty("user.name"));
  }

  @Test
  void processThatCannotBeSeenDoesNotPassForGone() throws Exception {
    Files.createDirectory(directory.resolve("stat"));

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> ProcStat.read(directory))
        .withMessageContaining(directory.resolve("stat").toString());
    assertThat(ProcStat.read(directory.resolve("nobody"))).isEmpty();
  }

  @Test
  void nameWithParenthesesAndSpacesIsParsed() {
    String line =
        "4242 (a) R (b c) S 1 4242 4240 0 -1 4194304 99 0 0 0 7 5 0 0 20 -3 2 0 1234 8192 6"
            + " 18446744073709551615 1 2 3 4 5 0 0 0 0 0 0 0 17 1 0 0 0 0 0 6 7 8 9 140723 10 11"
            + " 0\n";

    ProcStat stat = ProcStat.parse(line);

    assertThat(stat).isEqualTo(new ProcStat('S', 1, 4242, 4240, 12, 20, -3, 2, 1234, 8192, 140723));
  }

  @Test
  void zombieIsAliveOnlyWhileOtherThreadsOfItRun() {
    assertThat(new ProcStat('Z', 1, 1, 1, 0, 20, 0, 1, 1, 1, 1).isAlive()).isFalse();
    assertThat(new ProcStat('Z', 1, 1, 1, 0, 20, 0, 3, 1, 1, 1).isAlive()).isTrue();
    assertThat(new ProcStat('X', 1, 1, 1, 0, 20, 0, 3, 1, 1, 1).isAlive()).isFalse();
    assertThat(new ProcStat('D', 1, 1, 1, 0, 20, 0, 1, 1, 1, 1).isAlive()).isTrue();
  }

  @Test
  void userNamesFollowTheirFile() throws Exception {
    Path file = Files.writeString(directory.resolve("passwd"), "build:x:1000:1000:::\n# none\n");
    UserNames names = new UserNames(file);
    String before = names.nameOf("1000");

    Files.writeString(file, "deploy:x:1000:1000:::\n");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));

    assertThat(before).isEqualTo("build");
    assertThat(names.nameOf("1000")).isEqualTo("deploy");
    assertThat(names.nameOf("1001")).isEqualTo("1001");
  }

  @Test
  void userWithoutANameFileIsANumber() {
    assertThat(new UserNames(directory.resolve("none")).nameOf("12")).isEqualTo("12");
  }
}
