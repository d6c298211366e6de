package io.processmanager.ports.usecase;

import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.JobId;
import io.processmanager.ports.outbound.OutputStorage;
import io.processmanager.ports.outbound.OutputWriter;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the last lines of an output begin that has holes. */
final class TailLinesTest {

  private final FakeStorage storage = new FakeStorage();
  private final JobId job = new JobId(UUID.randomUUID());
  private final OutputWriter writer = storage.create(job, SOMEBODY);

  private void print(String text) {
    writer.append(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), Instant.EPOCH);
  }

  private long[] starts(long... lines) {
    return LongStream.of(lines).map(count -> start(storage, count)).toArray();
  }

  private long start(OutputStorage searched, long lines) {
    return new TailLines(searched, job, storage.log(job)).startOfLast(lines);
  }

  @Test
  void linesBehindALossAreFoundAndSoAreThoseBeforeIt() {
    print("one\ntwo\n");
    storage.lose(job, 5);
    print("three\nfour\nfive\n");

    assertThat(starts(1, 2, 3, 4, 5, 100)).containsExactly(24, 19, 8, 4, 0, 0);
  }

  @Test
  void lineThatALossInterruptsIsOne() {
    print("one\ntw");
    storage.lose(job, 5);
    print("o\nthree");

    assertThat(starts(1, 2, 3)).containsExactly(13, 4, 0);
  }

  @Test
  void lossAtTheEndBelongsToTheLastLine() {
    print("one\ntwo");
    storage.lose(job, 5);

    assertThat(starts(1, 2)).containsExactly(4, 0);
  }

  @Test
  void lineFeedsBeforeManyBlocksOfBytesAndLossesAreFound() {
    print("one\n" + "x".repeat(200_000));
    storage.lose(job, 300_000);
    print("x".repeat(200_000));
    storage.lose(job, 10);
    print("x".repeat(200_000) + "\nlast");

    assertThat(starts(1, 2, 3)).containsExactly(900_015, 4, 0);
  }

  /** Blocks are searched from the end; a line feed may be the first or the last byte of one. */
  @ParameterizedTest
  @ValueSource(ints = {65_534, 65_535, 65_536, 65_537, 131_071, 131_072, 131_073})
  void lineFeedAtTheEdgeOfABlockIsFound(int lastLine) {
    print("one\ntwo\n" + "x".repeat(lastLine));

    assertThat(starts(1, 2, 3)).containsExactly(8, 4, 0);
  }

  @Test
  void outputThatIsLostAltogetherBeginsAtItsLoss() {
    storage.lose(job, 100);

    assertThat(starts(1)).containsExactly(0);
  }

  @Test
  void longLossIsNotSearchedBlockByBlock() {
    print("one\n");
    storage.lose(job, 1L << 40);
    print("last");
    AtomicInteger reads = new AtomicInteger();

    long start = start(counting(reads), 2);

    assertThat(start).isZero();
    assertThat(reads).hasValueLessThan(2_000);
  }

  private OutputStorage counting(AtomicInteger reads) {
    return (OutputStorage)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {OutputStorage.class},
            (proxy, method, arguments) -> {
              reads.incrementAndGet();
              return method.invoke(storage, arguments);
            });
  }

  @Test
  void linesThatGoWhileTheyAreSearchedLeaveTheFirstByte() {
    print("one\ntwo\nthree\n");
    var before = storage.log(job);
    storage.dropBefore(job, 8);

    TailLines three = new TailLines(storage, job, before);
    TailLines one = new TailLines(storage, job, before);

    assertThat(three.startOfLast(3)).isZero();
    assertThat(one.startOfLast(1)).isZero();
  }
}
