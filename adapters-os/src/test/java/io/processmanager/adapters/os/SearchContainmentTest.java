package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Thoroughness;
import io.processmanager.ports.inbound.StopOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs without cgroups: found by session, by mark and by descent. */
final class SearchContainmentTest extends EngineTest {

  private static final Duration SHORT = Duration.ofMillis(100);

  SearchContainmentTest() {
    super(CgroupUse.NONE);
  }

  @Test
  void orphanInASessionOfItsOwnIsFoundByItsMark() throws Exception {
    Job job = start("setsid sh -c '(sleep 60 & echo child $!)'; echo up; exec sleep 60");
    long orphan = pidAfter(job, "child ");

    StopOutcome outcome = jobs().stop(job.id(), SHORT);

    assertThat(isAlive(orphan)).isFalse();
    assertThat(outcome.thoroughness()).isEqualTo(Thoroughness.BEST_EFFORT);
    assertThat(outcome.killed()).isTrue();
  }

  @Test
  void childWithoutTheMarkIsFoundByItsDescent() throws Exception {
    Job job = start("trap '' TERM; env -i setsid sleep 60 & echo child $!; wait");
    long child = pidAfter(job, "child ");

    StopOutcome outcome = jobs().stop(job.id(), SHORT);

    assertThat(isAlive(child)).isFalse();
    assertThat(outcome.thoroughness()).isEqualTo(Thoroughness.BEST_EFFORT);
  }

  @Test
  void orphanThatHasBeenSeenWithTheMarkIsFoundWhenItHasDroppedIt(@TempDir Path directory)
      throws Exception {
    Path go = directory.resolve("go");
    String orphan =
        "echo child $$; while [ ! -e '" + go + "' ]; do sleep 0.02; done; exec env -i sleep 60";
    Job job =
        jobs()
            .start(
                JobSpec.of(
                    "sh",
                    "-c",
                    "setsid sh -c 'sh -c \"$0\" &' \"$1\"; exec sleep 60",
                    "sh",
                    orphan));
    long pid = pidAfter(job, "child ");
    Path environment = Path.of("/proc", Long.toString(pid), "environ");
    // A look at all processes, for another job.
    jobs().stop(start("exec sleep 60").id(), Duration.ZERO);
    Files.createFile(go);
    Waits.until(
        "the mark is gone",
        () -> ProcFile.read(environment).filter(text -> text.contains("MARK")).isEmpty());

    jobs().stop(job.id(), SHORT);

    assertThat(isAlive(pid)).isFalse();
  }

  @Test
  void grandchildWithoutTheMarkIsFoundThroughAParentThatHasIt() throws Exception {
    Job job = start("setsid sh -c 'env -i setsid sleep 60 & echo child $!; wait' & exec sleep 60");
    long grandchild = pidAfter(job, "child ");

    jobs().stop(job.id(), Duration.ZERO);

    assertThat(isAlive(grandchild)).isFalse();
  }

  @Test
  void stoppedProcessInASessionOfItsOwnIsKilledToo() throws Exception {
    Job job = start("setsid sh -c 'echo child $$; kill -STOP $$' & exec sleep 60");
    long child = pidAfter(job, "child ");

    StopOutcome outcome = jobs().stop(job.id(), SHORT);

    assertThat(isAlive(child)).isFalse();
    assertThat(outcome.killed()).isTrue();
  }

  @Test
  void strangersWithSimilarVariablesAreNotTouched() throws Exception {
    Job job = start("echo $PROCESS_MANAGER_MARK; exec sleep 60");
    String mark = awaitText(outputOf(job), "\n").strip();
    Job other = start("setsid sleep 60 & echo child $!; exec sleep 60");
    long otherChild = pidAfter(other, "child ");
    List<Process> strangers =
        List.of(
            stranger("PROCESS_MANAGER_MARK=" + mark.substring(1)),
            stranger("PROCESS_MANAGER_MARK=" + mark + "0"),
            stranger("X_PROCESS_MANAGER_MARK=" + mark),
            stranger("X=PROCESS_MANAGER_MARK=" + mark));

    jobs().stop(job.id(), SHORT);

    assertThat(strangers).allMatch(Process::isAlive);
    assertThat(isAlive(otherChild)).isTrue();
    strangers.forEach(Process::destroyForcibly);
  }

  private static Process stranger(String variable) throws Exception {
    return new ProcessBuilder("env", variable, "sleep", "60").start();
  }

  @Test
  void eachJobHasAMarkOfItsOwn() throws Exception {
    String one = markOf(JobSpec.of("printenv", SearchContainment.MARK));
    String other = markOf(JobSpec.of("printenv", SearchContainment.MARK));

    assertThat(one).matches("[0-9a-f]{32}\n").isNotEqualTo(other);
  }

  @Test
  void specCannotChooseItsMark() throws Exception {
    JobSpec spec = JobSpec.of("env").withEnvironment(SearchContainment.MARK, "chosen");

    String environment = markOf(spec);

    assertThat(environment.lines().filter(line -> line.startsWith(SearchContainment.MARK)))
        .singleElement()
        .asString()
        .doesNotContain("chosen");
  }

  private String markOf(JobSpec spec) throws Exception {
    Launched launched = launch(spec);
    awaitEnd(launched);
    return textOf(launched);
  }

  private Job start(String script) {
    return jobs().start(JobSpec.of("sh", "-c", script));
  }
}
