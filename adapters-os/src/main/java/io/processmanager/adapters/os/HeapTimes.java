package io.processmanager.adapters.os;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps blocks of marks in memory. */
final class HeapTimes implements TimeIndex.Blocks {

  private final List<TimeMarks> blocks = new CopyOnWriteArrayList<>();

  @Override
  public boolean put(int index, TimeMarks full) {
    full.trim();
    blocks.add(full);
    return true;
  }

  @Override
  public TimeMarks get(int index) {
    return blocks.get(index);
  }
}
