package io.processmanager.adapters.os;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * When some bytes were captured: a mark for each millisecond in which bytes came, two numbers each,
 * as differences to the mark before in the variable-length code of protobuf (seven bits a byte, the
 * lowest first). A line now and then takes four bytes or so, a flood next to nothing. It fills up
 * at {@value #BLOCK_BYTES} bytes, so that a look at it is quick and it can be kept in a file.
 *
 * <p><b>Threading.</b> Any thread. One appends.
 */
final class TimeMarks {

  /** How many bytes it takes in a file, whatever its length. */
  static final int BLOCK_BYTES = 1024;

  private static final int HEADER_BYTES = 2 * Long.BYTES + Short.BYTES;
  private static final int FIRST_BYTES = 8;
  private static final int LONGEST_CODE_BYTES = 10;
  private static final int BITS_PER_BYTE = 7;
  private static final int CONTINUES = 0x80;

  private byte[] codes = new byte[0];
  private int length;
  private long firstOffset;
  private long firstMillis;
  private long lastOffset;
  private long lastMillis;
  private boolean marked;

  /**
   * The time of some bytes, and where the next time begins.
   *
   * @param until {@link Long#MAX_VALUE} if it is the last
   */
  record Span(long millis, long until) {}

  /**
   * Notes when the bytes from {@code offset} on were captured.
   *
   * @param offset behind that of the call before
   * @param millis since 1970; what is earlier than the call before counts as that
   */
  synchronized void note(long offset, long millis) {
    if (!marked) {
      marked = true;
      firstOffset = offset;
      firstMillis = millis;
    } else if (millis <= lastMillis) {
      return;
    } else {
      code(offset - lastOffset);
      code(millis - lastMillis);
    }
    lastOffset = offset;
    lastMillis = millis;
  }

  /** Whether there may be no room for another mark. */
  synchronized boolean isFull() {
    return HEADER_BYTES + length + 2 * LONGEST_CODE_BYTES > BLOCK_BYTES;
  }

  /** How many bytes all marks but the first take. */
  synchronized int lengthBytes() {
    return length;
  }

  /** Whether there is no mark. */
  synchronized boolean isEmpty() {
    return !marked;
  }

  /** Only the first of them. */
  synchronized TimeMarks first() {
    TimeMarks first = new TimeMarks();
    first.note(firstOffset, firstMillis);
    return first;
  }

  /** Puts it into a file's block, from {@code block}'s position to its limit. */
  synchronized void encode(ByteBuffer block) {
    block.putLong(firstOffset).putLong(firstMillis).putShort((short) length);
    block.put(codes, 0, length);
    while (block.hasRemaining()) {
      block.put((byte) 0);
    }
  }

  /**
   * Reads what {@link #encode} wrote of more than one mark.
   *
   * @throws IllegalArgumentException that is not what the block holds
   */
  static TimeMarks decode(ByteBuffer block) {
    TimeMarks marks = new TimeMarks();
    marks.marked = true;
    marks.firstOffset = block.getLong();
    marks.firstMillis = block.getLong();
    marks.length = block.getShort();
    if (marks.length < 1 || marks.length > block.remaining()) {
      throw new IllegalArgumentException("a block of marks has " + marks.length + " bytes");
    }
    marks.codes = new byte[marks.length];
    block.get(marks.codes);
    marks.requireWholeNumbers();
    return marks;
  }

  /** Where that holds, no way from mark to mark leads behind the last. */
  private void requireWholeNumbers() {
    int numbers = 0;
    int bytesOfNumber = 0;
    for (byte code : codes) {
      bytesOfNumber++;
      if (bytesOfNumber > LONGEST_CODE_BYTES) {
        throw new IllegalArgumentException("a number of a mark has no end");
      }
      if (code >= 0) {
        numbers++;
        bytesOfNumber = 0;
      }
    }
    if (bytesOfNumber > 0 || numbers % 2 > 0) {
      throw new IllegalArgumentException("a block of marks ends in the middle of one");
    }
  }

  private void code(long value) {
    if (codes.length - length < LONGEST_CODE_BYTES) {
      codes = Arrays.copyOf(codes, Math.max(FIRST_BYTES, codes.length) * 2);
    }
    // As an unsigned number: between the ends of time there are more milliseconds than a long has.
    long left = value;
    while (left < 0 || left >= CONTINUES) {
      codes[length++] = (byte) (left | CONTINUES);
      left >>>= BITS_PER_BYTE;
    }
    codes[length++] = (byte) left;
  }

  /** The time of the byte at {@code offset}, which has been noted by its own or an earlier one. */
  synchronized Span at(long offset) {
    Decoder decoder = new Decoder();
    long millis = decoder.millis;
    while (decoder.next()) {
      if (decoder.offset > offset) {
        return new Span(millis, decoder.offset);
      }
      millis = decoder.millis;
    }
    return new Span(millis, Long.MAX_VALUE);
  }

  /** Where the bytes begin that were captured at {@code millis} or later; empty if none was. */
  synchronized OptionalLong offsetSince(long millis) {
    Decoder decoder = new Decoder();
    do {
      if (decoder.millis >= millis) {
        return OptionalLong.of(decoder.offset);
      }
    } while (decoder.next());
    return OptionalLong.empty();
  }

  /** The last mark before {@code millis}; the first of all if none is. */
  synchronized long offsetBefore(long millis) {
    Decoder decoder = new Decoder();
    long found = decoder.offset;
    while (decoder.millis < millis) {
      found = decoder.offset;
      if (!decoder.next()) {
        break;
      }
    }
    return found;
  }

  /** The first byte that was noted. */
  synchronized long firstOffset() {
    return firstOffset;
  }

  /** When the first byte was captured. */
  synchronized long firstMillis() {
    return firstMillis;
  }

  /** When the last bytes were captured. */
  synchronized long lastMillis() {
    return lastMillis;
  }

  /** Gives back the room for more. */
  synchronized void trim() {
    codes = Arrays.copyOf(codes, length);
  }

  /** Goes from mark to mark. */
  private final class Decoder {

    private long offset = firstOffset;
    private long millis = firstMillis;
    private int position;

    boolean next() {
      if (position == length) {
        return false;
      }
      offset += decode();
      millis += decode();
      return true;
    }

    private long decode() {
      long value = 0;
      for (int shift = 0; ; shift += BITS_PER_BYTE) {
        byte code = codes[position++];
        value |= (long) (code & (CONTINUES - 1)) << shift;
        if (code >= 0) {
          return value;
        }
      }
    }
  }
}
