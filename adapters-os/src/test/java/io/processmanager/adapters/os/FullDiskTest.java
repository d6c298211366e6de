package io.processmanager.adapters.os;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.log.GapCause;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.outbound.OutputStorage.OutputRead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs that print onto a full disk run on, and what follows is kept when there is room. */
final class FullDiskTest extends EngineTest {

  private static final int DISK = 4 << 20;

  private @Nullable SmallDisk mounted;

  private SmallDisk disk() {
    return Objects.requireNonNull(mounted, "mounted");
  }

  @Override
  LinuxPorts open(LinuxPorts.Builder builder) {
    try {
      mounted = SmallDisk.assumedMounted(DISK);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    OutputLimits limits = new OutputLimits(64 << 20, 64 << 20);
    return builder.output(OutputPlace.spool(disk().place(), limits)).open();
  }

  @AfterEach
  void unmount() throws Exception {
    ports().close();
    disk().close();
  }

  /** How many bytes of each kind a reader meets from 0 to the end; kept ones have no cause. */
  private Map<GapCause, Long> gaps(JobId job) {
    Map<GapCause, Long> found = new EnumMap<>(GapCause.class);
    long offset = 0;
    while (ports().storage().read(job, offset, 1 << 20) instanceof OutputRead.Item read) {
      if (read.item() instanceof OutputItem.Gap gap) {
        assertThat(gap.from()).isEqualTo(offset);
        found.merge(gap.cause(), gap.lengthBytes(), Long::sum);
      }
      offset = read.item().nextOffset();
    }
    assertThat(offset).isEqualTo(ports().storage().log(job).endOffset());
    return found;
  }

  @Test
  void jobRunsOnItsLossIsToldAndCaptureResumes() throws Exception {
    Path filler = disk().fill();
    Path go = Files.createTempFile("go", "");

    Launched launched =
        launchShell(
            "echo lost line; while test -e "
                + go
                + "; do sleep 0.05; done; sleep 0.2; echo kept line; exit 7");
    awaitGrowth(launched, log -> log.endOffset() == 10);
    OutputLog full = ports().storage().log(launched.job());
    Files.delete(filler);
    Files.delete(go);
    OutputLog end = awaitEnd(launched);

    assertThat(full.lostBytes()).isEqualTo(10);
    assertThat(awaitExit(launched)).isEqualTo(new Exit.Exited(7));
    assertThat(end).isEqualTo(new OutputLog(0, 20, 10, OutputCompletion.COMPLETE));
    assertThat(gaps(launched.job())).isEqualTo(Map.of(GapCause.LOST, 10L));
    assertThat(textFrom(launched.job(), 10)).isEqualTo("kept line\n");
  }

  private String textFrom(JobId job, long offset) {
    OutputRead read = ports().storage().read(job, offset, 100);
    OutputItem.Chunk chunk = (OutputItem.Chunk) ((OutputRead.Item) read).item();
    return UTF_8.decode(chunk.data()).toString();
  }

  /** The limits promise more than the disk has: the newest output is what stays. */
  @Test
  void diskSmallerThanTheLimitsKeepsTheNewest() throws Exception {
    Launched launched = launch(JobSpec.of("sh", "-c", "seq 1 3000000; echo the end"));

    OutputLog end = awaitEnd(launched);

    assertThat(awaitExit(launched)).isEqualTo(new Exit.Exited(0));
    assertThat(end.endOffset()).isEqualTo(22_888_904);
    assertThat(end.firstOffset()).isPositive();
    Map<GapCause, Long> gaps = gaps(launched.job());
    assertThat(gaps.getOrDefault(GapCause.LOST, 0L) + gaps.getOrDefault(GapCause.DROPPED, 0L))
        .isGreaterThan(22_888_904L - DISK)
        .isLessThan(22_888_904L);
  }

  @Test
  void otherJobsAndLaterOnesAreServed() throws Exception {
    Launched before = launchShell("echo before");
    awaitEnd(before);
    Path filler = disk().fill();

    Launched during = launchShell("echo during; exit 3");
    OutputLog lost = awaitEnd(during);
    Files.delete(filler);
    Launched after = launchShell("echo after");
    awaitEnd(after);

    assertThat(awaitExit(during)).isEqualTo(new Exit.Exited(3));
    assertThat(lost.endOffset()).isEqualTo(7);
    assertThat(textOf(after)).isEqualTo("after\n");
  }
}
