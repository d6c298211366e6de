package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** For what comes about by itself, and tells nobody. */
final class Waits {

  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(1);

  private Waits() {}

  /** Returns when the thread that runs a start pauses between two tries; there is none at first. */
  static void untilAStartIsTriedAgain(AtomicReference<Thread> starting) {
    until("a pause between two tries", () -> isPausing(starting.get()));
  }

  private static boolean isPausing(@Nullable Thread thread) {
    return thread != null
        && thread.getState() == Thread.State.TIMED_WAITING
        && Arrays.stream(thread.getStackTrace())
            .anyMatch(frame -> frame.getClassName().equals(PatientSpawn.class.getName()));
  }

  /** Returns when {@code condition} holds, and fails if that takes too long. */
  static void until(String what, BooleanSupplier condition) {
    long giveUpAt = System.nanoTime() + LONGEST.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - giveUpAt).as("not within %s: %s", LONGEST, what).isNegative();
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
