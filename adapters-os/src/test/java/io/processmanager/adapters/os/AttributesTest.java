package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.ResourceLimits;
import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Limit;
import io.processmanager.domain.job.Resource;
import io.processmanager.domain.job.Signal;
import io.processmanager.ports.inbound.JobsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attributes of jobs, and what the kernel makes of them; getrlimit(2), setpriority(2). */
final class AttributesTest extends EngineTest {

  @TempDir private Path directory;

  @Test
  void attributesAreThereBeforeTheFirstInstruction() throws Exception {
    Path program = CProgram.compiled(directory, "attributes", "-static");
    JobSpec spec =
        JobSpec.of(program.toString())
            .withUmask(0137)
            .withNice(11)
            .withSoftLimit(Resource.OPEN_FILES, Limit.atMost(77))
            .withSoftLimit(Resource.CORE_SIZE, Limit.atMost(0))
            .withSoftLimit(Resource.FILE_SIZE, Limit.atMost(123_456))
            .withSoftLimit(Resource.CPU_TIME, Limit.atMost(99))
            .withSoftLimit(Resource.ADDRESS_SPACE, Limit.atMost(1L << 40));

    assertThat(outputOf(spec))
        .isEqualTo(
            "umask 137 nice 11 nofile 77 core 0 fsize 123456 cpu 99 as 1099511627776 blocked 0\n");
  }

  @Test
  void fileOverItsLimitEndsTheJobByItself() throws Exception {
    Path file = directory.resolve("file");
    JobSpec spec =
        JobSpec.of("sh", "-c", "exec head -c 100000 /dev/zero > \"$0\"", file.toString())
            .withSoftLimit(Resource.FILE_SIZE, Limit.atMost(4096));

    JobState.Ended end = endOf(spec);

    assertThat(end.exit()).isInstanceOf(Exit.Signaled.class);
    assertThat(((Exit.Signaled) end.exit()).signal()).isEqualTo(Signal.parse("XFSZ"));
    assertThat(end.cause()).isEqualTo(new EndCause.ByItself());
    assertThat(Files.size(file)).isEqualTo(4096);
  }

  @Test
  void processorTimeOverItsLimitEndsTheJobByItself() throws Exception {
    JobSpec spec =
        JobSpec.of("sh", "-c", "while :; do :; done")
            .withSoftLimit(Resource.CPU_TIME, Limit.atMost(1))
            .withSoftLimit(Resource.CORE_SIZE, Limit.atMost(0));

    JobState.Ended end = endOf(spec);

    assertThat(end.exit()).isEqualTo(new Exit.Signaled(Signal.parse("XCPU"), false));
    assertThat(end.cause()).isEqualTo(new EndCause.ByItself());
  }

  @Test
  void memoryOverItsLimitIsNotToBeHad() throws Exception {
    JobSpec spec =
        JobSpec.of("dd", "if=/dev/zero", "of=/dev/null", "bs=200M", "count=1")
            .withSoftLimit(Resource.ADDRESS_SPACE, Limit.atMost(100L << 20));

    assertThat(endOf(spec).exit()).isEqualTo(new Exit.Exited(1));
  }

  @Test
  void hardLimitsStayThoseOfThisProcess() throws Exception {
    JobSpec spec =
        JobSpec.of("grep", "-e", "Max open files", "-e", "Max file size", "/proc/self/limits")
            .withSoftLimit(Resource.OPEN_FILES, Limit.atMost(50))
            .withSoftLimit(Resource.FILE_SIZE, Limit.atMost(60));
    String own = Files.readString(Path.of("/proc/self/limits"));

    String limits = outputOf(spec);

    assertThat(limits)
        .containsPattern("Max open files +50 +" + hard(own, "Max open files") + " +files")
        .containsPattern("Max file size +60 +" + hard(own, "Max file size") + " +bytes");
  }

  private static String hard(String limits, String name) {
    String line = limits.lines().filter(each -> each.startsWith(name)).findFirst().orElseThrow();
    return line.substring(name.length()).strip().split(" +", -1)[1];
  }

  @Test
  void rootMayGiveAJobMoreOfTheProcessor() throws Exception {
    assumeTrue(Rights.isRoot(), "only root may lower nice values");

    assertThat(outputOf(JobSpec.of("nice").withNice(-7))).isEqualTo("-7\n");
  }

  @Test
  void limitInWhichNoProgramFitsEndsTheJobByItself() throws Exception {
    // The kernel has begun to execute the program by then, and cannot tell of it any more.
    JobSpec spec =
        JobSpec.of("true")
            .withSoftLimit(Resource.ADDRESS_SPACE, Limit.atMost(4096))
            .withSoftLimit(Resource.CORE_SIZE, Limit.atMost(0));

    JobState.Ended end = endOf(spec);

    assertThat(end.exit()).isEqualTo(new Exit.Signaled(Signal.parse("SEGV"), false));
    assertThat(end.cause()).isEqualTo(new EndCause.ByItself());
  }

  @Test
  void limitAboveTheHardOneLeavesNothing() {
    ResourceLimits.Pair own = ownDescriptorLimit();
    assumeTrue(own.hard() > 0, "descriptors are not limited here");
    long before = children();
    JobSpec spec =
        JobSpec.of("true").withSoftLimit(Resource.OPEN_FILES, Limit.atMost(own.hard() + 1));

    JobsException.InvalidRequest refusal =
        catchThrowableOfType(JobsException.InvalidRequest.class, () -> launch(spec));

    assertThat(refusal.field()).isEqualTo("limit nofile");
    assertThat(refusal).hasMessageContaining(Long.toString(own.hard()));
    assertThat(children()).isEqualTo(before);
  }

  private static ResourceLimits.Pair ownDescriptorLimit() {
    try {
      return ResourceLimits.get(ResourceLimits.RLIMIT_NOFILE);
    } catch (ErrnoException failure) {
      throw new AssertionError(failure);
    }
  }

  private JobState.Ended endOf(JobSpec spec) throws Exception {
    Job job = jobs().start(spec);
    return jobs().awaitExit(job.id());
  }

  private String outputOf(JobSpec spec) throws Exception {
    Launched launched = launch(spec);
    awaitEnd(launched);
    return textOf(launched);
  }
}
