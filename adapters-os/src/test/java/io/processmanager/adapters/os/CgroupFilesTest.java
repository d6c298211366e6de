package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.JobSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The files of cgroups that are kept open for the jobs that use them in turn. */
final class CgroupFilesTest extends EngineTest {

  private static final int FILES_OF_ONE = 5;
  private static final int MOST_WITH_FILES = 16;

  @BeforeEach
  void requireCgroups() {
    CgroupTrees.assumedDirectory(ports());
  }

  @Test
  void filesAreKeptForTheNextJob() throws Exception {
    end(launch(JobSpec.of("true")));

    launch(JobSpec.of("sleep", "60"));

    assertThat(openFiles()).isEqualTo(FILES_OF_ONE);
  }

  @Test
  void jobThatRunsOnHasNoneKeptForIt() throws Exception {
    end(launch(JobSpec.of("true")));
    launch(JobSpec.of("sleep", "60"));

    awaitNoFiles();
  }

  @Test
  void noneIsKeptWhenNoJobFollows() throws Exception {
    end(launch(JobSpec.of("true")));

    awaitNoFiles();
  }

  @Test
  void thoseOfFewAreKeptHoweverManyJobsThereWere() throws Exception {
    List<Launched> jobs = new ArrayList<>();
    for (int i = 0; i < 3 * MOST_WITH_FILES; i++) {
      jobs.add(launch(JobSpec.of("true")));
    }
    for (Launched job : jobs) {
      end(job);
    }

    assertThat(openFiles()).isLessThanOrEqualTo(MOST_WITH_FILES * FILES_OF_ONE);
    awaitNoFiles();
  }

  private void end(Launched launched) throws Exception {
    awaitExit(launched);
    await(processes().retire(launched.process(), Duration.ofSeconds(20)));
  }

  private static void awaitNoFiles() {
    Waits.until("the files are closed", () -> openFiles() == 0);
  }

  /** How many files of jobs' cgroups this JVM has open. */
  private static long openFiles() {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(CgroupFilesTest::isOfAJob).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOfAJob(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().matches(".*/job-[0-9]+/cgroup[.].*");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }
}
