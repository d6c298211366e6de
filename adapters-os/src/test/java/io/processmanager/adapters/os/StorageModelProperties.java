package io.processmanager.adapters.os;

import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.GapCause;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.contract.OutputStorageHarness;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.outbound.OutputStorage;
import io.processmanager.ports.outbound.OutputStorage.OutputRead;
import io.processmanager.ports.outbound.OutputWriter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** A storage beside the simplest thing that could be right: an array of all bytes ever written. */
abstract class StorageModelProperties {

  /** A storage of the kind under test, with nothing in it. */
  abstract ClosableStorage open(OutputLimits limits);

  /** How much of the limits is taken. */
  abstract long usedBytes(ClosableStorage storage);

  /** The least that it keeps of a job. */
  abstract long leastPerJobBytes();

  /** How long its segments are at most. */
  abstract long segmentBytes(long perJobBytes);

  @Property(tries = 300)
  void whatIsKeptIsTheNewestPartOfWhatWasWritten(
      @ForAll @Size(max = 40) List<@IntRange(max = 40_000) Integer> lengths,
      @ForAll @LongRange(max = 300_000) long more,
      @ForAll boolean ended,
      @ForAll long seed) {
    long cap = leastPerJobBytes() + more;
    ClosableStorage storage = open(new OutputLimits(cap, 4 * cap));
    JobId job = new JobId(UUID.randomUUID());
    OutputWriter writer = storage.create(job, SOMEBODY);
    ByteArrayOutputStream model = new ByteArrayOutputStream();
    Random random = new Random(seed);

    for (int length : lengths) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      model.writeBytes(bytes);
      writer.append(ByteBuffer.wrap(bytes), OutputStorageHarness.NOON);
    }
    if (ended) {
      writer.end(OutputCompletion.COMPLETE);
    }

    byte[] written = model.toByteArray();
    OutputLog log = storage.log(job);
    assertThat(log.endOffset()).isEqualTo(written.length);
    assertThat(log.hasEnded()).isEqualTo(ended);
    assertThat(log.keptBytes()).isLessThanOrEqualTo(cap);
    long segment = segmentBytes(cap);
    assertThat(log.keptBytes())
        .isGreaterThanOrEqualTo(Math.min(written.length, cap - cap / 8 - segment));
    assertThat(usedBytes(storage)).isBetween(log.keptBytes(), cap + segment);
    readsLikeTheModel(storage, job, log, written, random);
    storage.close();
  }

  private static void readsLikeTheModel(
      OutputStorage storage, JobId job, OutputLog log, byte[] written, Random random) {
    for (int i = 0; i < 20; i++) {
      long offset = random.nextLong(written.length + 1L);
      int most = 1 + random.nextInt(100_000);
      switch (storage.read(job, offset, most)) {
        case OutputRead.Item(OutputItem.Chunk chunk) -> {
          byte[] bytes = new byte[chunk.data().remaining()];
          chunk.data().get(bytes);
          assertThat(chunk.offset()).isEqualTo(offset);
          assertThat(bytes.length).isBetween(1, most);
          assertThat(bytes)
              .isEqualTo(Arrays.copyOfRange(written, (int) offset, (int) offset + bytes.length));
        }
        case OutputRead.Item(OutputItem.Gap gap) -> {
          assertThat(gap)
              .isEqualTo(new OutputItem.Gap(offset, log.firstOffset(), GapCause.DROPPED));
        }
        case OutputRead.Item(OutputItem other) -> throw new AssertionError("read " + other);
        case OutputRead.CaughtUp _ -> assertThat(offset).isEqualTo(written.length);
        case OutputRead.Finished finished -> {
          assertThat(finished.log()).isEqualTo(log);
          assertThat(offset).isEqualTo(written.length);
        }
      }
    }
  }

  @Property(tries = 100)
  void allOutputsTogetherStayWithinTheTotal(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 30_000) Integer> lengths,
      @ForAll @IntRange(min = 1, max = 9) int jobs,
      @ForAll @LongRange(min = 10_000, max = 200_000) long more) {
    long cap = leastPerJobBytes() + more;
    long total = cap + cap / 2;
    ClosableStorage storage = open(new OutputLimits(cap, total));
    List<JobId> ids = Stream.generate(() -> new JobId(UUID.randomUUID())).limit(jobs).toList();
    List<OutputWriter> writers = ids.stream().map(id -> storage.create(id, SOMEBODY)).toList();

    for (int i = 0; i < lengths.size(); i++) {
      writers
          .get(i % jobs)
          .append(ByteBuffer.wrap(new byte[lengths.get(i)]), OutputStorageHarness.NOON);

      assertThat(usedBytes(storage)).isLessThanOrEqualTo(total);
      assertThat(ids.stream().mapToLong(id -> storage.log(id).keptBytes()).sum())
          .isLessThanOrEqualTo(usedBytes(storage));
    }

    ids.forEach(storage::delete);
    assertThat(usedBytes(storage)).isZero();
    storage.close();
  }
}
