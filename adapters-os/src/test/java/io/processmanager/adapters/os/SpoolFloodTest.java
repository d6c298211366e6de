package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A flood that is short enough for every build. */
final class SpoolFloodTest extends SpoolFlood {

  private static final Duration SOON = Duration.ofSeconds(1);

  @Override
  long capBytes() {
    return 16L << 20;
  }

  @Override
  long floodBytes() {
    return 150_000_000;
  }

  /** Of several, so that one slow moment of the machine does not count. */
  @Test
  void firstByteOfAnotherJobComesSoon() throws Exception {
    Launched flood = launch(JobSpec.of("yes"));
    awaitGrowth(flood, log -> log.endOffset() > capBytes());

    List<Duration> delays = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      long began = System.nanoTime();
      Launched other = launch(JobSpec.of("echo", "through"));
      awaitGrowth(other, log -> log.endOffset() > 0);
      delays.add(Duration.ofNanos(System.nanoTime() - began));
    }

    assertThat(delays).filteredOn(delay -> delay.compareTo(SOON) < 0).hasSizeGreaterThan(2);
    assertThat(processes().signal(flood.process(), Signal.KILL)).isTrue();
  }
}
