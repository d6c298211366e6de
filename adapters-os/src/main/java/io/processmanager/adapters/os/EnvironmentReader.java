package io.processmanager.adapters.os;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads something of many processes that the kernel may keep from being read, for as long as it
 * likes: the environment of one that executes a program, or maps memory, on a disk that does not
 * answer. What it holds up is a thread that can be spared, and neither those who wait nor the other
 * processes.
 *
 * <p>That a process sleeps uninterruptibly does not tell: whatever writes to a disk does so most of
 * the time, and can be read.
 *
 * <p><b>Threading.</b> One thread at a time.
 *
 * @param <T> what is read
 */
final class EnvironmentReader<T> {

  private static final int MOST_HELD = 4;

  private final Function<LiveProcess, T> read;
  private final List<Reading<T>> held = new ArrayList<>();

  /**
   * @param read called on other threads; throws nothing
   */
  EnvironmentReader(Function<LiveProcess, T> read) {
    this.read = read;
  }

  /**
   * Reads what it can of {@code processes}.
   *
   * @return what was read, of others too that could not be read in an earlier call
   */
  Map<LiveProcess, T> read(Collection<LiveProcess> processes) {
    Map<LiveProcess, T> found = new HashMap<>();
    takeWhatCame(found);
    Set<LiveProcess> stuck = held.stream().map(Reading::current).collect(Collectors.toSet());
    Queue<LiveProcess> rest =
        processes.stream()
            .filter(process -> stuck.stream().noneMatch(process::isSameAs))
            .collect(Collectors.toCollection(ConcurrentLinkedQueue::new));
    while (!rest.isEmpty() && held.size() < MOST_HELD) {
      readOn(rest, found);
    }
    return found;
  }

  private void takeWhatCame(Map<LiveProcess, T> found) {
    for (Iterator<Reading<T>> readings = held.iterator(); readings.hasNext(); ) {
      Reading<T> reading = readings.next();
      if (reading.hasEnded()) {
        found.putAll(reading.found());
        readings.remove();
      }
    }
  }

  private void readOn(Queue<LiveProcess> rest, Map<LiveProcess, T> found) {
    Reading<T> reading = new Reading<>(rest, read);
    try {
      DaemonThreads.named("process-manager-environments").newThread(reading).start();
    } catch (OutOfMemoryError noMoreThreads) {
      // As beside a fork bomb, which is to be found all the same; pthread_create(3).
      readHere(rest, found);
      return;
    }
    if (!reading.awaitEnd()) {
      held.add(reading);
    }
    found.putAll(reading.found());
  }

  private void readHere(Queue<LiveProcess> rest, Map<LiveProcess, T> found) {
    for (LiveProcess next = rest.poll(); next != null; next = rest.poll()) {
      if (!next.isHeld()) {
        found.put(next, read.apply(next));
      }
    }
  }
}
