package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.os.libc.Descriptors;
import io.processmanager.adapters.os.libc.ErrnoException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FloodGaugeTest {

  private static final int SMALL_PIPE = 8 * 1024;
  private static final int FULL = FloodGauge.CALM_PIPE_BYTES;

  private Descriptors.Pipe pipe;
  private FloodGauge gauge;

  @BeforeEach
  void openPipe() throws ErrnoException {
    pipe = Descriptors.pipe();
    gauge = new FloodGauge(pipe.readEnd());
  }

  @AfterEach
  void closePipe() {
    Descriptors.closeQuietly(pipe.readEnd());
    Descriptors.closeQuietly(pipe.writeEnd());
  }

  @Test
  void fullTurnsInARowMakeAFloodWithALargePipe() throws ErrnoException {
    boolean after3 = turns(3, FULL);
    boolean after4 = turns(1, FULL);

    assertThat(after3).isFalse();
    assertThat(after4).isTrue();
    assertThat(Descriptors.pipeCapacity(pipe.writeEnd())).isEqualTo(FloodGauge.FLOOD_PIPE_BYTES);
  }

  @Test
  void burstsWithPausesAreNoFlood() {
    boolean flood = false;
    for (int i = 0; i < 100; i++) {
      flood |= turns(3, 10 * FULL);
      flood |= turns(1, 100);
    }

    assertThat(flood).isFalse();
  }

  @Test
  void floodThatCeasesIsCalmAgainWithASmallPipe() throws ErrnoException {
    turns(10, FULL);
    boolean soon = turns(63, 100);
    boolean later = turns(1, 100);

    assertThat(soon).isTrue();
    assertThat(later).isFalse();
    assertThat(Descriptors.pipeCapacity(pipe.writeEnd())).isEqualTo(FloodGauge.CALM_PIPE_BYTES);
  }

  /** As the kernel makes one for a user who has too many; pipe(7). */
  @Test
  void floodThroughASmallPipeIsOneToo() throws ErrnoException {
    Descriptors.resizePipe(pipe.readEnd(), SMALL_PIPE);

    boolean calm = turns(10, SMALL_PIPE - 1);
    boolean flood = turns(4, SMALL_PIPE);

    assertThat(calm).isFalse();
    assertThat(flood).isTrue();
  }

  private boolean turns(int count, long bytes) {
    boolean flood = false;
    for (int i = 0; i < count; i++) {
      flood = gauge.afterTurn(bytes);
    }
    return flood;
  }
}
