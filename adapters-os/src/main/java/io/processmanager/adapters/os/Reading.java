package io.processmanager.adapters.os;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One thread's reading of many processes. It is left alone when it gets no further, and then leaves
 * the others to the next one.
 *
 * @param <T> what is read
 */
final class Reading<T> implements Runnable {

  /** Long for what is in memory, and short for whoever waits for a stop. */
  private static final Duration PATIENCE = Duration.ofMillis(50);

  private final Queue<LiveProcess> toRead;
  private final Function<LiveProcess, T> read;
  private final Map<LiveProcess, T> found = new ConcurrentHashMap<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable LiveProcess current;
  private volatile boolean leftAlone;

  /**
   * @param toRead of which it takes one after the other, until none is left or it is left alone
   * @param read throws nothing
   */
  Reading(Queue<LiveProcess> toRead, Function<LiveProcess, T> read) {
    this.toRead = toRead;
    this.read = read;
    this.current = toRead.peek();
  }

  @Override
  public void run() {
    try {
      while (!leftAlone) {
        LiveProcess next = toRead.poll();
        if (next == null) {
          return;
        }
        current = next;
        found.put(next, read.apply(next));
      }
    } finally {
      ended.countDown();
    }
  }

  /**
   * Waits as long as it gets on.
   *
   * @return whether it has ended; else it is left alone
   */
  boolean awaitEnd() {
    boolean interrupted = false;
    try {
      while (true) {
        LiveProcess before = current;
        try {
          if (ended.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
            return true;
          }
        } catch (InterruptedException e) {
          interrupted = true;
          continue;
        }
        if (Objects.equals(before, current)) {
          leftAlone = true;
          return false;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  boolean hasEnded() {
    return ended.getCount() == 0;
  }

  /** What it reads, or read last. */
  LiveProcess current() {
    return Objects.requireNonNull(current);
  }

  /** What it has read so far. */
  Map<LiveProcess, T> found() {
    return found;
  }
}
