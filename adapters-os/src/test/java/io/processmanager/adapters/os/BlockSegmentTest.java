package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.os.libc.MemoryBlock;
import io.processmanager.domain.job.JobId;
import io.processmanager.ports.contract.OutputStorageHarness;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Readers of a block beside whoever drops it, and whoever takes it next and overwrites it. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BlockSegmentTest {

  private static final int BLOCK_BYTES = 8192;
  private static final int ROUNDS = 2_000;
  private static final int READERS = 2;
  private static final byte MINE = 1;
  private static final byte ANOTHERS = 2;

  private final BlockPool pool = new BlockPool(BLOCK_BYTES, 4);

  private static ByteBuffer filled(byte with) {
    ByteBuffer bytes = ByteBuffer.allocate(BLOCK_BYTES);
    while (bytes.hasRemaining()) {
      bytes.put(with);
    }
    return bytes.flip();
  }

  @Test
  void blockIsGivenBackOnceAndNotWhileItIsRead() throws Exception {
    CyclicBarrier start = new CyclicBarrier(READERS + 1);

    try (ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
      for (int round = 0; round < ROUNDS; round++) {
        MemoryBlock block = pool.take().orElseThrow();
        BlockSegment segment = new BlockSegment(0, new TimeIndex(new HeapTimes()), block, pool);
        segment.put(0, filled(MINE), BLOCK_BYTES);
        List<Future<Boolean>> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
          readers.add(threads.submit(() -> readsOnlyItsOwnUntilDropped(segment, start)));
        }

        start.await();
        segment.drop();
        MemoryBlock next = pool.take().orElseThrow();
        next.put(0, filled(ANOTHERS), BLOCK_BYTES);

        for (Future<Boolean> reader : readers) {
          assertThat(reader.get()).isTrue();
        }
        assertThat(segment.get(0, 1)).isNull();
        MemoryBlock other = pool.take().orElseThrow();
        assertThat(other).isNotSameAs(next);
        pool.giveBack(other);
        pool.giveBack(next);
      }
    }
    pool.close();
  }

  @Test
  void noMoreBlocksAreKeptThanThePoolMay() {
    List<MemoryBlock> taken = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      taken.add(pool.take().orElseThrow());
    }
    taken.forEach(pool::giveBack);
    int kept = pool.idle();
    pool.close();

    assertThat(kept).isEqualTo(4);
    assertThat(pool.idle()).isZero();
  }

  @Test
  void outputThatIsDeletedGivesItsBlocksBack() {
    BlockPool blocks = new BlockPool(MemoryOutput.BLOCK_BYTES, 100);
    List<MemoryOutput> outputs = new ArrayList<>();
    MemoryOutput output =
        new MemoryOutput(
            new JobId(UUID.randomUUID()),
            OutputStorageHarness.SOMEBODY,
            64L << 20,
            MemoryOutput.BLOCK_BYTES,
            new OutputBudget(64L << 20, outputs),
            blocks);
    outputs.add(output);
    output.append(ByteBuffer.allocate(8 * MemoryOutput.BLOCK_BYTES), Instant.EPOCH);
    int before = blocks.idle();

    output.delete();

    assertThat(before).isZero();
    assertThat(blocks.idle()).isGreaterThanOrEqualTo(7);
    blocks.close();
  }

  private static boolean readsOnlyItsOwnUntilDropped(BlockSegment segment, CyclicBarrier start)
      throws Exception {
    start.await();
    for (ByteBuffer read = segment.get(0, BLOCK_BYTES);
        read != null;
        read = segment.get(0, BLOCK_BYTES)) {
      while (read.hasRemaining()) {
        if (read.get() != MINE) {
          return false;
        }
      }
    }
    return true;
  }
}
