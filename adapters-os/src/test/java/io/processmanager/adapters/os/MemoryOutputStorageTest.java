package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.outbound.OutputStorage.OutputRead;
import io.processmanager.ports.outbound.OutputWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Memory taken by outputs, and readers beside a writer. */
@Timeout(120)
final class MemoryOutputStorageTest {

  private static final int READERS = 6;
  private static final long LENGTH = 60_000_000;

  private final JobId job = new JobId(UUID.randomUUID());

  @Test
  void silentJobTakesNoMemory() {
    MemoryOutputStorage storage = new MemoryOutputStorage(new OutputLimits(1 << 20, 1 << 20));

    storage.create(job).end(OutputCompletion.COMPLETE);

    assertThat(storage.usedBytes()).isZero();
  }

  @Test
  void shortOutputTakesWhatItNeedsOnceItHasEnded() {
    MemoryOutputStorage storage = new MemoryOutputStorage(new OutputLimits(1 << 20, 1 << 20));
    OutputWriter writer = storage.create(job);

    writer.append(ByteBuffer.wrap(new byte[10]));
    long before = storage.usedBytes();
    writer.end(OutputCompletion.COMPLETE);

    assertThat(before).isEqualTo(4096);
    assertThat(storage.usedBytes()).isEqualTo(10);
  }

  /** It reads a quarter of what is written, so that it is overtaken again and again. */
  @Test
  void readerThatAFloodOvertakesIsGivenAStretchBetweenTwoGaps() {
    MemoryOutputStorage storage = new MemoryOutputStorage(new OutputLimits(8 << 20, 8 << 20));
    OutputWriter writer = storage.create(job);
    long offset = 0;
    int gaps = 0;

    for (int i = 0; i < 1024; i++) {
      writer.append(ByteBuffer.wrap(new byte[64 << 10]));
      OutputItem item = ((OutputRead.Item) storage.read(job, offset, 16 << 10)).item();
      offset = item.nextOffset();
      gaps += item instanceof OutputItem.Gap ? 1 : 0;
    }

    assertThat(gaps).isBetween(2, 64);
  }

  @Test
  void smallOutputsTogetherAreBoundedToo() {
    MemoryOutputStorage storage = new MemoryOutputStorage(new OutputLimits(64 << 10, 64 << 10));
    List<JobId> jobs = new ArrayList<>();

    for (int i = 0; i < 100; i++) {
      JobId small = new JobId(UUID.randomUUID());
      jobs.add(small);
      storage.create(small).append(ByteBuffer.wrap(new byte[3000]));
    }

    assertThat(storage.usedBytes()).isLessThanOrEqualTo(64 << 10);
    assertThat(storage.log(jobs.get(99)).keptBytes()).isEqualTo(3000);
    assertThat(jobs).allMatch(each -> storage.log(each).endOffset() == 3000);
  }

  /** The byte at an offset, so that every reader can check what it reads. */
  private static byte byteAt(long offset) {
    return (byte) (offset * 31 + (offset >>> 13));
  }

  @Test
  void readersBesideAWriterReadEveryByteOrAGap() throws Exception {
    MemoryOutputStorage storage = new MemoryOutputStorage(new OutputLimits(1 << 20, 1 << 20));
    OutputWriter writer = storage.create(job);

    List<Future<Long>> readers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
      for (int i = 0; i < READERS; i++) {
        int most = 1000 << i;
        readers.add(threads.submit(() -> readAll(storage, most)));
      }
      write(writer);
    }

    for (Future<Long> reader : readers) {
      assertThat(reader.get()).isEqualTo(LENGTH);
    }
  }

  private static void write(OutputWriter writer) {
    byte[] block = new byte[10_007];
    for (long at = 0; at < LENGTH; at += block.length) {
      int length = (int) Math.min(block.length, LENGTH - at);
      for (int i = 0; i < length; i++) {
        block[i] = byteAt(at + i);
      }
      writer.append(ByteBuffer.wrap(block, 0, length));
    }
    writer.end(OutputCompletion.COMPLETE);
  }

  /** Returns the offset at which it read the end. */
  private long readAll(MemoryOutputStorage storage, int most) {
    long offset = 0;
    while (true) {
      switch (storage.read(job, offset, most)) {
        case OutputRead.Item item -> {
          check(item.item(), offset);
          offset = item.item().nextOffset();
        }
        case OutputRead.CaughtUp _ -> {
          CompletableFuture<Void> grown = new CompletableFuture<>();
          storage.onGrowth(job, offset, () -> grown.complete(null));
          grown.join();
        }
        case OutputRead.Finished _ -> {
          return offset;
        }
      }
    }
  }

  private static void check(OutputItem item, long offset) {
    if (item instanceof OutputItem.Chunk chunk) {
      ByteBuffer data = chunk.data();
      for (long at = offset; data.hasRemaining(); at++) {
        if (data.get() != byteAt(at)) {
          throw new AssertionError("another byte at " + at);
        }
      }
    } else if (!(item instanceof OutputItem.Gap gap && gap.from() == offset)) {
      throw new AssertionError(item + " at " + offset);
    }
  }
}
