package io.processmanager.adapters.os;

import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.GapCause;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.contract.OutputStorageHarness;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.outbound.OutputStorage;
import io.processmanager.ports.outbound.OutputStorage.OutputRead;
import io.processmanager.ports.outbound.OutputWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers that follow an output while it is written and its oldest bytes go. */
@Timeout(120)
abstract class ReadersBesideAWriter {

  private static final int READERS = 6;
  private static final long LENGTH = 60_000_000;
  private static final long ROUNDS = 2_000;

  private final JobId job = new JobId(UUID.randomUUID());

  /** A storage of the kind under test, with nothing in it. */
  abstract ClosableStorage open(OutputLimits limits);

  /** The byte at an offset, so that every reader can check what it reads. */
  private static byte byteAt(long offset) {
    return (byte) (offset * 31 + (offset >>> 13));
  }

  /** In memory, of the larger cap the segments are blocks outside the heap. */
  @ParameterizedTest
  @ValueSource(ints = {1 << 20, 8 << 20})
  void readersBesideAWriterReadEveryByteOrAGap(int cap) throws Exception {
    ClosableStorage storage = open(new OutputLimits(cap, cap));
    OutputWriter writer = storage.create(job, SOMEBODY);

    List<Future<Long>> readers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
      for (int i = 0; i < READERS; i++) {
        int most = 1000 << i;
        readers.add(threads.submit(() -> readAll(storage, most)));
      }
      write(writer, LENGTH);
    }

    for (Future<Long> reader : readers) {
      assertThat(reader.get()).isEqualTo(LENGTH);
    }
    storage.close();
  }

  @Test
  void readersOfADeletedOutputLearnThatItIsGone() throws Exception {
    ClosableStorage storage = open(new OutputLimits(8 << 20, 8 << 20));
    Random random = new Random(1);

    try (ExecutorService threads = Executors.newFixedThreadPool(READERS + 1)) {
      for (int round = 0; round < 30; round++) {
        OutputWriter writer = storage.create(job, SOMEBODY);
        List<Future<?>> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
          int most = 1000 << i;
          readers.add(threads.submit(() -> readUntilDeleted(storage, most)));
        }
        int length = random.nextInt(4_000_000);
        Future<?> writing = threads.submit(() -> write(writer, length));
        long deletedAt = random.nextInt(length + 1);
        CompletableFuture<Void> grown = new CompletableFuture<>();
        storage.onGrowth(job, deletedAt, () -> grown.complete(null));
        grown.join();
        storage.delete(job);

        writing.get();
        for (Future<?> reader : readers) {
          reader.get();
        }
      }
    }
    storage.close();
  }

  @Test
  void waiterThatComesTogetherWithTheBytesIsCalled() throws Exception {
    ClosableStorage storage = open(new OutputLimits(8 << 20, 8 << 20));
    OutputWriter writer = storage.create(job, SOMEBODY);
    AtomicLong turn = new AtomicLong(-1);

    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<?> writing = threads.submit(() -> writeInTurns(writer, turn));
      for (long round = 0; round < ROUNDS; round++) {
        AtomicBoolean called = new AtomicBoolean();
        turn.set(round);
        // Not always at the same moment.
        for (long i = round % 64; i > 0; i--) {
          Thread.onSpinWait();
        }
        storage.onGrowth(job, round, () -> called.set(true));
        while (turn.get() >= 0 && !writing.isDone()) {
          Thread.onSpinWait();
        }
        if (!called.get()) {
          turn.set(ROUNDS);
        }
        assertThat(called).as("in round %s", round).isTrue();
      }
      writing.get();
    }
    storage.close();
  }

  /** One byte each time that it is the writer's turn, and then it is the other's. */
  private static void writeInTurns(OutputWriter writer, AtomicLong turn) {
    for (long round = 0; round < ROUNDS; round++) {
      while (turn.get() != round) {
        if (turn.get() == ROUNDS) {
          return;
        }
        Thread.onSpinWait();
      }
      writer.append(ByteBuffer.wrap(new byte[] {byteAt(round)}), OutputStorageHarness.NOON);
      turn.set(-1);
    }
  }

  private void readUntilDeleted(OutputStorage storage, int most) {
    try {
      while (true) {
        readAll(storage, most);
      }
    } catch (IllegalArgumentException gone) {
      assertThat(gone).hasMessageContaining("has no output");
    }
  }

  private static void write(OutputWriter writer, long end) {
    byte[] block = new byte[10_007];
    for (long at = 0; at < end; at += block.length) {
      int length = (int) Math.min(block.length, end - at);
      for (int i = 0; i < length; i++) {
        block[i] = byteAt(at + i);
      }
      writer.append(ByteBuffer.wrap(block, 0, length), OutputStorageHarness.NOON);
    }
    writer.end(OutputCompletion.COMPLETE);
  }

  /** Returns the offset at which it read the end. */
  private long readAll(OutputStorage storage, int most) {
    long offset = 0;
    boolean lastWasAGap = false;
    while (true) {
      switch (storage.read(job, offset, most)) {
        case OutputRead.Item item -> {
          check(item.item(), offset);
          lastWasAGap = item.item() instanceof OutputItem.Gap;
          offset = item.item().nextOffset();
        }
        case OutputRead.CaughtUp _ -> {
          CompletableFuture<Void> grown = new CompletableFuture<>();
          storage.onGrowth(job, offset, () -> grown.complete(null));
          grown.join();
        }
        case OutputRead.Finished _ -> {
          assertThat(lastWasAGap).as("the newest bytes are kept").isFalse();
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
    } else if (!(item instanceof OutputItem.Gap gap
        && gap.from() == offset
        && gap.cause() == GapCause.DROPPED)) {
      throw new AssertionError(item + " at " + offset);
    }
  }
}
