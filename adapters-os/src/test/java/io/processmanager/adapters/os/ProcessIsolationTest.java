package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.JobSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job sees when it looks at itself. */
final class ProcessIsolationTest extends EngineTest {

  @Test
  void jobHasTheStandardDescriptorsOnly() throws Exception {
    // The listing's own descriptor is the fourth.
    String listing = outputOf(JobSpec.of("ls", "-l", "/proc/self/fd"));

    assertThat(listing.lines().filter(line -> line.contains("->")))
        .hasSize(4)
        .anyMatch(line -> line.contains(" 0 -> /dev/null"))
        .anyMatch(line -> line.contains(" 1 -> pipe:"))
        .anyMatch(line -> line.contains(" 2 -> pipe:"))
        .anyMatch(line -> line.contains(" 3 -> /proc/"));
  }

  @Test
  void stdoutAndStderrAreOnePipe() throws Exception {
    String inodes = outputOf(JobSpec.of("stat", "-L", "-c", "%i", "/dev/stdout", "/dev/stderr"));

    assertThat(inodes.lines().distinct()).hasSize(1);
  }

  @Test
  void noSignalIsBlockedIgnoredOrCaught() throws Exception {
    String status = outputOf(JobSpec.of("cat", "/proc/self/status"));

    // The two signals that glibc keeps to itself, 32 and 33, included.
    assertThat(status)
        .contains("SigBlk:\t0000000000000000\n")
        .contains("SigIgn:\t0000000000000000\n")
        .contains("SigCgt:\t0000000000000000\n");
  }

  @Test
  void jobLeadsASessionAndAGroupOfItsOwnWithoutATerminal() throws Exception {
    Launched launched = launch(JobSpec.of("cat", "/proc/self/stat"));
    awaitEnd(launched);

    String[] fields = textOf(launched).replaceAll("^.*\\) ", "").split(" ", -1);

    assertThat(fields[2]).isEqualTo(Long.toString(launched.process().pid()));
    assertThat(fields[3]).isEqualTo(Long.toString(launched.process().pid()));
    assertThat(fields[4]).isEqualTo("0");
  }

  @Test
  void softDescriptorLimitIsTheOneThisJvmWasGiven() throws Exception {
    String limit = outputOf(JobSpec.of("grep", "Max open files", "/proc/self/limits"));

    assertThat(Files.readString(Path.of("/proc/self/limits"))).contains(limit);
  }

  @Test
  void environmentIsTheAllowListAndTheSpec() throws Exception {
    JobSpec spec =
        JobSpec.of("env").withEnvironment("COLOUR", "blue").withEnvironment("HOME", "/h");

    String environment = outputOf(spec);

    assertThat(environment.lines().map(line -> line.split("=", 2)[0]))
        .contains("PATH", "COLOUR")
        .isSubsetOf(
            "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "TZ", "TMPDIR", "COLOUR");
    assertThat(environment).contains("HOME=/h\n").contains("COLOUR=blue\n");
  }

  @Test
  void reopenedStderrHarmsNothing() throws Exception {
    String output =
        outputOf(JobSpec.of("sh", "-c", "echo one; echo two > /dev/stderr; echo three"));

    assertThat(output).isEqualTo("one\ntwo\nthree\n");
  }

  @Test
  void programIsLookedUpInTheJobsPathFromTheJobsDirectory(@TempDir Path directory)
      throws Exception {
    Files.createDirectory(directory.resolve("bin"));
    Executables.script(directory.resolve("bin/hello"), "echo hello from \"$0\"");
    JobSpec inPath = JobSpec.of("hello").withEnvironment("PATH", "/nowhere:bin");
    JobSpec relative = JobSpec.of("./bin/hello");
    JobSpec here = JobSpec.of("hello").withEnvironment("PATH", "");

    assertThat(outputOf(inPath.withWorkingDirectory(directory.toString())))
        .isEqualTo("hello from bin/hello\n");
    assertThat(outputOf(relative.withWorkingDirectory(directory.toString())))
        .isEqualTo("hello from ./bin/hello\n");
    assertThat(outputOf(here.withWorkingDirectory(directory.resolve("bin").toString())))
        .isEqualTo("hello from ./hello\n");
  }

  private String outputOf(JobSpec spec) throws Exception {
    Launched launched = launch(spec);
    awaitEnd(launched);
    return textOf(launched);
  }
}
