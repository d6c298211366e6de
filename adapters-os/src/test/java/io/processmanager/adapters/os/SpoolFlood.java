package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.log.GapCause;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.outbound.OutputStorage.OutputRead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A job that prints more than its reader takes, onto the disk, and is stopped in the middle. */
abstract class SpoolFlood extends EngineTest {

  private static final long MOST_ADDED_BYTES = 16L << 20;
  private static final int LOOKS = 5;
  private static final int READ_BYTES = 64 * 1024;

  /** How much of a job is kept. */
  abstract long capBytes();

  /** How much is printed before the stop. */
  abstract long floodBytes();

  @Override
  LinuxPorts open(LinuxPorts.Builder builder) {
    try {
      Path directory = Files.createTempDirectory(Path.of("target"), "flood");
      return builder
          .output(OutputPlace.spool(directory, new OutputLimits(capBytes(), 2 * capBytes())))
          .open();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The reader takes a part of what comes, so that it is overtaken all the time. */
  @Test
  void memoryIsFlatGapsAreToldAndTheJobIsStoppedInTheMiddleOfIt() throws Exception {
    Launched flood = launch(JobSpec.of("yes"));
    awaitGrowth(flood, log -> log.endOffset() > capBytes());
    long before = heldBytes();
    long most = before;
    long lookAt = capBytes();
    long offset = 0;
    long kept = 0;
    long missing = 0;

    while (ports().storage().log(flood.job()).endOffset() < floodBytes()) {
      OutputItem item = next(flood.job(), offset);
      if (item instanceof OutputItem.Gap gap) {
        assertThat(gap.cause()).isEqualTo(GapCause.DROPPED);
        missing += gap.lengthBytes();
      } else {
        kept += item.nextOffset() - offset;
      }
      offset = item.nextOffset();
      if (offset > lookAt) {
        most = Math.max(most, heldBytes());
        lookAt += floodBytes() / LOOKS;
      }
    }
    assertThat(processes().signal(flood.process(), Signal.TERM)).isTrue();

    assertThat(awaitExit(flood)).isEqualTo(new Exit.Signaled(Signal.TERM, false));
    OutputLog log = awaitEnd(flood);
    assertThat(log.lostBytes()).isZero();
    assertThat(log.keptBytes()).isBetween(capBytes() / 2, capBytes());
    assertThat(kept + missing).isEqualTo(offset);
    assertThat(missing).isPositive();
    assertThat(most - before).isLessThan(MOST_ADDED_BYTES);
  }

  private OutputItem next(JobId job, long offset) throws InterruptedException {
    OutputRead read = ports().storage().read(job, offset, READ_BYTES);
    while (!(read instanceof OutputRead.Item)) {
      Thread.onSpinWait();
      read = ports().storage().read(job, offset, READ_BYTES);
    }
    return ((OutputRead.Item) read).item();
  }

  /** On the heap and beside it. What is resident would tell of the garbage of all tests before. */
  private static long heldBytes() {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .reduce(heap, Long::sum);
  }
}
