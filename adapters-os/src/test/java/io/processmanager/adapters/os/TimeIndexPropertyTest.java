package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Times beside the simplest thing that could be right: a map of all that was noted. */
final class TimeIndexPropertyTest {

  /** Blocks as bytes, as in a file. */
  private static final class Encoded implements TimeIndex.Blocks {

    private final List<ByteBuffer> blocks = new ArrayList<>();

    @Override
    public boolean put(int index, TimeMarks full) {
      ByteBuffer block = ByteBuffer.allocate(TimeMarks.BLOCK_BYTES);
      full.encode(block);
      blocks.add(index, block.flip());
      return true;
    }

    @Override
    public TimeMarks get(int index) {
      return TimeMarks.decode(blocks.get(index).duplicate());
    }
  }

  /** How many bytes came, and how long after those before; the clock may be set back. */
  @Provide
  Arbitrary<List<Tuple2<Integer, Long>>> pieces() {
    Arbitrary<Integer> lengths = Arbitraries.integers().between(1, 100_000);
    Arbitrary<Long> pauses =
        Arbitraries.oneOf(
            Arbitraries.longs().between(-5, 10), Arbitraries.longs().between(-1000, 1L << 40));
    return Arbitraries.integers()
        .between(0, 1)
        .flatMap(
            many ->
                lengths
                    .flatMap(length -> pauses.map(pause -> Tuple.of(length, pause)))
                    .list()
                    .ofMinSize(1)
                    .ofMaxSize(many == 1 ? 2_000 : 20));
  }

  @Property(tries = 200)
  void everyByteHasItsTimeAndEveryTimeItsFirstByte(
      @ForAll("pieces") List<Tuple2<Integer, Long>> pieces,
      @ForAll boolean sealed,
      @ForAll boolean inFile) {
    TimeIndex times = new TimeIndex(inFile ? new Encoded() : new HeapTimes());
    TreeMap<Long, Long> model = new TreeMap<>();
    long offset = 7;
    long clock = 1_700_000_000_000L;
    for (Tuple2<Integer, Long> piece : pieces) {
      clock += piece.get2();
      times.note(offset, clock);
      if (model.isEmpty() || clock > model.lastEntry().getValue()) {
        model.put(offset, clock);
      }
      offset += piece.get1();
    }
    if (sealed) {
      times.seal();
    }

    assertThat(times.firstMillis()).isEqualTo(model.firstEntry().getValue());
    assertThat(times.lastMillis()).isEqualTo(model.lastEntry().getValue());
    model.forEach(
        (start, millis) -> {
          Long next = model.higherKey(start);
          TimeMarks.Span span = new TimeMarks.Span(millis, next == null ? Long.MAX_VALUE : next);
          assertThat(times.at(start)).isEqualTo(span);
          assertThat(times.at(next == null ? start + 5 : next - 1)).isEqualTo(span);
          assertThat(times.offsetSince(millis)).hasValue(start);
          assertThat(times.offsetSince(millis - 1).getAsLong())
              .isEqualTo(firstSince(model, millis - 1));
        });
    assertThat(times.offsetSince(model.lastEntry().getValue() + 1)).isEmpty();
    assertThat(times.offsetSince(Long.MIN_VALUE)).hasValue(7);
  }

  /** Blocks some of which cannot be kept, or not be had again. */
  private static final class Unreliable implements TimeIndex.Blocks {

    private final List<TimeMarks> blocks = new ArrayList<>();
    private final Random random;
    private final boolean[] unreadable = new boolean[1000];

    Unreliable(long seed) {
      random = new Random(seed);
      for (int i = 0; i < unreadable.length; i++) {
        unreadable[i] = random.nextInt(4) == 0;
      }
    }

    @Override
    public boolean put(int index, TimeMarks full) {
      if (random.nextInt(3) == 0) {
        return false;
      }
      blocks.add(index, full);
      return true;
    }

    @Override
    public @Nullable TimeMarks get(int index) {
      return unreadable[index] ? null : blocks.get(index);
    }
  }

  @Property(tries = 200)
  void whereMarksAreMissingNoTimeBeginsTooLate(
      @ForAll("pieces") List<Tuple2<Integer, Long>> pieces,
      @ForAll boolean sealed,
      @ForAll long seed) {
    TimeIndex times = new TimeIndex(new Unreliable(seed));
    TreeMap<Long, Long> model = new TreeMap<>();
    long offset = 7;
    long clock = 1_700_000_000_000L;
    for (Tuple2<Integer, Long> piece : pieces) {
      clock += piece.get2();
      times.note(offset, clock);
      if (model.isEmpty() || clock > model.lastEntry().getValue()) {
        model.put(offset, clock);
      }
      offset += piece.get1();
    }
    if (sealed) {
      times.seal();
    }

    model.forEach(
        (start, millis) -> {
          assertThat(times.offsetSince(millis).getAsLong()).isBetween(7L, start);
          assertThat(times.at(start).millis()).isLessThanOrEqualTo(millis);
        });
    assertThat(times.offsetSince(model.lastEntry().getValue() + 1)).isEmpty();
  }

  @Test
  void sealedTimesThatCannotBeKeptElsewhereStayAtHand() {
    TimeIndex times =
        new TimeIndex(
            new TimeIndex.Blocks() {
              @Override
              public boolean put(int index, TimeMarks full) {
                return false;
              }

              @Override
              public @Nullable TimeMarks get(int index) {
                return null;
              }
            });

    for (int i = 0; i < 100; i++) {
      times.note(10L * i, 1000L + i);
    }
    times.seal();

    assertThat(times.offsetSince(1050)).hasValue(500);
    assertThat(times.at(505)).isEqualTo(new TimeMarks.Span(1050, 510));
  }

  private static long firstSince(NavigableMap<Long, Long> model, long millis) {
    return model.entrySet().stream()
        .filter(mark -> mark.getValue() >= millis)
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  @Property(tries = 300)
  void droppedTimesNeverBeginTooLate(@ForAll("pieces") List<Tuple2<Integer, Long>> stretches) {
    DroppedTimes dropped = new DroppedTimes();
    TreeMap<Long, Long> model = new TreeMap<>();
    long offset = 0;
    long clock = 1_700_000_000_000L;
    for (Tuple2<Integer, Long> stretch : stretches) {
      long from = clock;
      clock += Math.max(0, stretch.get2());
      dropped.note(offset, from, clock);
      model.put(offset, clock);
      offset += stretch.get1();
    }

    for (long time : model.values()) {
      assertThat(dropped.hasSince(time)).isTrue();
      assertThat(dropped.offsetBefore(time)).isLessThanOrEqualTo(firstSince(model, time));
    }
    assertThat(dropped.hasSince(clock + 1)).isFalse();
    assertThat(dropped.offsetBefore(Long.MIN_VALUE)).isZero();
  }
}
