package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes of which some cannot be read for now. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class EnvironmentReaderTest {

  private final Set<Long> held = ConcurrentHashMap.newKeySet();
  private final CountDownLatch release = new CountDownLatch(1);
  private final Map<Long, Integer> reads = new ConcurrentHashMap<>();
  private final EnvironmentReader<Long> reader = new EnvironmentReader<>(this::read);

  @AfterEach
  void releaseThreads() {
    release.countDown();
  }

  @Test
  void processThatCannotBeReadHoldsNoneOfTheOthersUp() {
    held.addAll(Set.of(2L, 5L));

    Map<LiveProcess, Long> found = reader.read(processes(9));

    assertThat(found.values()).containsExactlyInAnyOrder(1L, 3L, 4L, 6L, 7L, 8L, 9L);
  }

  @Test
  void processThatCannotBeReadIsNotTriedAgainMeanwhile() {
    held.add(2L);
    reader.read(processes(3));

    Map<LiveProcess, Long> found = reader.read(processes(3));

    assertThat(found.values()).containsExactlyInAnyOrder(1L, 3L);
    assertThat(reads).containsEntry(2L, 1);
  }

  @Test
  void whatComesLateIsFoundInTheEnd() {
    held.add(2L);
    reader.read(processes(3));
    release.countDown();

    Map<LiveProcess, Long> found = Map.of();
    long giveUpAt = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (found.isEmpty() && System.nanoTime() - giveUpAt < 0) {
      found = reader.read(List.of());
    }

    assertThat(found.values()).contains(2L);
  }

  @Test
  void onlySoManyThreadsAreSpared() {
    held.addAll(LongStream.rangeClosed(1, 50).boxed().toList());

    Map<LiveProcess, Long> found = reader.read(processes(60));

    assertThat(found).isEmpty();
    assertThat(reads).hasSize(4);
  }

  private Long read(LiveProcess process) {
    reads.merge(process.pid(), 1, Integer::sum);
    if (held.contains(process.pid())) {
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return process.pid();
  }

  private static List<LiveProcess> processes(int count) {
    return LongStream.rangeClosed(1, count)
        .mapToObj(
            pid -> new LiveProcess(pid, new ProcStat('S', 1, pid, pid, 0, 20, 0, 1, 7, 4096, 1)))
        .toList();
  }
}
