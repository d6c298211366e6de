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
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A job that prints more than its reader takes, onto the disk, and is stopped in the middle. */
abstract class SpoolFlood extends EngineTest {

  private static final long MOST_ADDED_KIB = 64 * 1024;
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
    long before = residentKib();
    long most = before;
    long offset = 0;
    long kept = 0;
    long missing = 0;

    while (ports().storage().log(flood.job()).endOffset() < floodBytes()) {
      OutputItem item = next(flood.job(), offset);
      if (item instanceof OutputItem.Gap gap) {
        assertThat(gap.cause()).isEqualTo(GapCause.DROPPED);
        missing += gap.lengthBytes();
        most = Math.max(most, residentKib());
      } else {
        kept += item.nextOffset() - offset;
      }
      offset = item.nextOffset();
    }
    assertThat(processes().signal(flood.process(), Signal.TERM)).isTrue();

    assertThat(awaitExit(flood)).isEqualTo(new Exit.Signaled(Signal.TERM, false));
    OutputLog log = awaitEnd(flood);
    assertThat(log.lostBytes()).isZero();
    assertThat(log.keptBytes()).isBetween(capBytes() / 2, capBytes());
    assertThat(kept + missing).isEqualTo(offset);
    assertThat(missing).isPositive();
    assertThat(most - before).isLessThan(MOST_ADDED_KIB);
  }

  private OutputItem next(JobId job, long offset) throws InterruptedException {
    OutputRead read = ports().storage().read(job, offset, READ_BYTES);
    while (!(read instanceof OutputRead.Item)) {
      Thread.onSpinWait();
      read = ports().storage().read(job, offset, READ_BYTES);
    }
    return ((OutputRead.Item) read).item();
  }

  private static long residentKib() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
