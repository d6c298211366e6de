package io.processmanager.domain.log;

import io.processmanager.domain.log.OutputLog.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What {@link OutputLog} does the arithmetic of, done the slow way: the bytes themselves, a prefix
 * of which has been taken away one by one.
 */
final class ByteSequence {

  private final Deque<Byte> kept = new ArrayDeque<>();
  private long dropped;
  private OutputCompletion completion = OutputCompletion.OPEN;

  void append(int count) {
    for (int i = 0; i < count; i++) {
      kept.addLast((byte) i);
    }
  }

  void dropBefore(long offset) {
    while (dropped < offset && !kept.isEmpty()) {
      kept.removeFirst();
      dropped++;
    }
  }

  void end(OutputCompletion how) {
    completion = how;
  }

  boolean hasEnded() {
    return completion != OutputCompletion.OPEN;
  }

  long size() {
    return dropped + kept.size();
  }

  OutputLog asLog() {
    return new OutputLog(dropped, size(), 0, completion);
  }

  /** What readers at each of the offsets from 0 to the end meet. */
  List<Position> positions() {
    List<Position> positions = new ArrayList<>();
    for (long offset = 0; offset < size(); offset++) {
      positions.add(
          offset < dropped
              ? new Position.Dropped(offset, dropped)
              : new Position.Kept(offset, size()));
    }
    positions.add(hasEnded() ? new Position.Finished() : new Position.CaughtUp());
    return positions;
  }
}
