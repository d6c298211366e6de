package io.processmanager.adapters.os;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.GapCause;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.contract.OutputStorageHarness;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.outbound.OutputStorage.OutputRead;
import io.processmanager.ports.outbound.OutputWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests on a spool whose files fail when the test says so, and whose clock stands still. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class SpoolTest {

  static final int CAP = 80_000;
  static final int SEGMENT = CAP / 8;

  @TempDir private Path directory;
  private SpoolDirectory real;
  private FaultyFiles files;
  private SpoolOutputStorage storage;
  private final AtomicLong nanos = new AtomicLong();

  @BeforeEach
  void openSpool() {
    real = SpoolDirectory.at(directory);
    files = new FaultyFiles(real);
    storage =
        new SpoolOutputStorage(files, new OutputLimits(CAP, 4L * CAP), nanos::get, real::close);
  }

  @AfterEach
  void closeSpool() {
    storage.close();
  }

  final Path directory() {
    return directory;
  }

  final FaultyFiles files() {
    return files;
  }

  final SpoolOutputStorage storage() {
    return storage;
  }

  final void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  static JobId newJob() {
    return new JobId(UUID.randomUUID());
  }

  /** Each byte tells its offset. */
  static byte byteAt(long offset) {
    return (byte) (offset * 31 + (offset >>> 9));
  }

  /** Appends that many bytes more. */
  final void append(OutputWriter writer, JobId job, int length) {
    long offset = storage.log(job).endOffset();
    ByteBuffer bytes = ByteBuffer.allocateDirect(length);
    for (int i = 0; i < length; i++) {
      bytes.put(byteAt(offset + i));
    }
    writer.append(bytes.flip(), OutputStorageHarness.NOON);
  }

  /** A stretch of an output as a reader meets it: what it is, from where, to where. */
  record Stretch(String kind, long from, long to) {

    private static final String KEPT = "KEPT";

    static Stretch kept(long from, long to) {
      return new Stretch(KEPT, from, to);
    }

    static Stretch lost(long from, long to) {
      return new Stretch(GapCause.LOST.name(), from, to);
    }

    static Stretch dropped(long from, long to) {
      return new Stretch(GapCause.DROPPED.name(), from, to);
    }

    boolean isKept() {
      return kind.equals(KEPT);
    }
  }

  /** What a reader meets from 0 to what is there now; chunks that follow each other are one. */
  final List<Stretch> read(JobId job) {
    List<Stretch> found = new ArrayList<>();
    long offset = 0;
    while (storage.read(job, offset, 7_000) instanceof OutputRead.Item(OutputItem item)) {
      switch (item) {
        case OutputItem.Gap gap -> {
          if (gap.from() != offset) {
            throw new AssertionError(gap + " for offset " + offset);
          }
          found.add(new Stretch(gap.cause().name(), gap.from(), gap.to()));
        }
        case OutputItem.Chunk chunk -> {
          check(chunk, offset);
          boolean isMore = !found.isEmpty() && found.getLast().isKept();
          long from = isMore ? found.removeLast().from() : offset;
          found.add(Stretch.kept(from, chunk.nextOffset()));
        }
        default -> throw new AssertionError("read " + item);
      }
      offset = item.nextOffset();
    }
    return found;
  }

  private static void check(OutputItem.Chunk chunk, long offset) {
    ByteBuffer data = chunk.data();
    for (long at = offset; data.hasRemaining(); at++) {
      if (data.get() != byteAt(at)) {
        throw new AssertionError("another byte at " + at);
      }
    }
  }
}
