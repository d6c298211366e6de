package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Descriptors;
import io.processmanager.adapters.os.libc.ErrnoException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Low descriptor numbers, kept for what launches hand to their children. A child is given a copy of
 * the table of descriptors up to the highest that it needs: with thousands of jobs the pipe of a
 * new one would have a number in the thousands, and copying the table would be most of its start.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class DescriptorReserve implements AutoCloseable {

  /** More launches at once than that are rare, and just slower. */
  private static final int SIZE = 16;

  /** To copy that many more costs a start no more than the three calls of a move and its end. */
  private static final int NEAR = 64;

  private final int placeholder;
  private final List<Integer> all = new ArrayList<>(SIZE);
  private final Queue<Integer> free = new ConcurrentLinkedQueue<>();

  private DescriptorReserve(int placeholder) {
    this.placeholder = placeholder;
  }

  /**
   * Takes the lowest numbers that are free now.
   *
   * @param placeholder what stands at them meanwhile; open as long as the reserve is
   */
  static DescriptorReserve open(int placeholder) throws ErrnoException {
    DescriptorReserve reserve = new DescriptorReserve(placeholder);
    try {
      for (int i = 0; i < SIZE; i++) {
        reserve.all.add(Descriptors.duplicate(placeholder));
      }
    } catch (ErrnoException failure) {
      reserve.close();
      throw failure;
    }
    reserve.free.addAll(reserve.all);
    return reserve;
  }

  /**
   * Moves an open file to a low number, if its own is far above those and one is free.
   *
   * @return its number from now on, to be given to {@link #release}
   */
  int move(int descriptor) throws ErrnoException {
    Integer number = isNear(descriptor) ? null : free.poll();
    if (number == null) {
      return descriptor;
    }
    try {
      Descriptors.replace(descriptor, number);
    } catch (ErrnoException failure) {
      free.add(number);
      throw failure;
    }
    Descriptors.closeQuietly(descriptor);
    return number;
  }

  private boolean isNear(int descriptor) {
    return descriptor - all.getLast() <= NEAR;
  }

  /** Closes what {@link #move} gave. */
  void release(int descriptor) {
    if (!all.contains(descriptor)) {
      Descriptors.closeQuietly(descriptor);
      return;
    }
    try {
      Descriptors.replace(placeholder, descriptor);
      free.add(descriptor);
    } catch (ErrnoException failure) {
      // Both are open, so there is nothing that dup3(2) could refuse.
      throw new IllegalStateException("a reserved descriptor cannot be given back", failure);
    }
  }

  @Override
  public void close() {
    all.forEach(Descriptors::closeQuietly);
  }
}
