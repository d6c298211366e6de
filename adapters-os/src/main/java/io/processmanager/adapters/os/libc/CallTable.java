package io.processmanager.adapters.os.libc;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** System calls in a row, laid out as {@link LaunchCode} makes them. */
final class CallTable {

  /** A system call with its arguments. One that failed has its negative result as number. */
  static final StructLayout ENTRY =
      MemoryLayout.structLayout(
          JAVA_LONG.withName("number"),
          MemoryLayout.sequenceLayout(6, JAVA_LONG).withName("arguments"));

  private static final VarHandle NUMBER = ENTRY.varHandle(groupElement("number"));
  private static final int ARGUMENTS = 6;
  private static final int WORDS = 1 + ARGUMENTS;
  private static final int FIRST_CAPACITY = 96;

  private final Machine machine;
  private final List<SystemCall> calls = new ArrayList<>(FIRST_CAPACITY);
  private long[] words = new long[FIRST_CAPACITY * WORDS];

  /**
   * @param machine whose numbers the calls get
   */
  CallTable(Machine machine) {
    this.machine = machine;
  }

  /** Adds a call. Addresses must stay valid until the table has been run. */
  void add(SystemCall call, long... arguments) {
    int first = calls.size() * WORDS;
    if (first == words.length) {
      words = Arrays.copyOf(words, 2 * words.length);
    }
    calls.add(call);
    words[first] = call.number(machine);
    System.arraycopy(arguments, 0, words, first + 1, arguments.length);
  }

  /** Writes the calls down. */
  MemorySegment layOut(SegmentAllocator memory) {
    int count = calls.size() * WORDS;
    MemorySegment table = memory.allocate(ENTRY, calls.size());
    MemorySegment.copy(words, 0, table, JAVA_LONG, 0, count);
    return table;
  }

  /** The failure of one call that returned {@code result}. */
  ErrnoException failure(int entry, long result) {
    return new ErrnoException(calls.get(entry).manualName(), Math.toIntExact(-result));
  }

  /** The call that failed when {@code table}, which this laid out, was run. */
  Optional<ErrnoException> failure(MemorySegment table) {
    for (int i = 0; i < calls.size(); i++) {
      long number = (long) NUMBER.get(table, i * ENTRY.byteSize());
      if (number < 0) {
        return Optional.of(failure(i, number));
      }
    }
    return Optional.empty();
  }
}
