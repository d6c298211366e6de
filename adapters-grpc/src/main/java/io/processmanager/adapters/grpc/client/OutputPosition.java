package io.processmanager.adapters.grpc.client;

import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.OutputQuery;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a reader has come, over all its connections.
 *
 * <p><b>Threading.</b> None of its own: whoever has it guards it.
 */
final class OutputPosition {

  private static final long NOT_BEGUN = -1;

  private final OutputQuery query;
  private long offset = NOT_BEGUN;
  private long bytesLeft;
  private @Nullable Instant toldTime;
  private boolean ended;

  OutputPosition(OutputQuery query) {
    this.query = query;
    this.bytesLeft = query.limitBytes();
  }

  /** What is still to be read of what was asked for. */
  OutputQuery rest() {
    return hasBegun()
        ? query.withStart(new OutputQuery.Start.AtOffset(offset)).withLimit(bytesLeft)
        : query;
  }

  /** Whether it is known where the reading began: tails and times mean another place later. */
  boolean hasBegun() {
    return offset != NOT_BEGUN;
  }

  /**
   * Whether another connection may go on: a reader that does not follow is given what there was
   * when it came, which a later connection cannot tell from what has come since.
   */
  boolean mayGoOn() {
    return hasBegun() && query.follow() && !isDone();
  }

  /** Whether there is nothing left to read. */
  boolean isDone() {
    return ended || bytesLeft <= 0;
  }

  long offset() {
    return offset;
  }

  /**
   * A connection says where it begins to read.
   *
   * @throws IllegalArgumentException that is not where the last one was cut off
   */
  void begin(long at) {
    if (hasBegun() && at != offset) {
      throw new IllegalArgumentException(
          "an output that goes on at offset " + at + " where " + offset + " was asked for");
    }
    offset = at;
  }

  /**
   * Takes an item.
   *
   * @return whether it is news: a new connection tells again when what it sends was captured
   * @throws IllegalArgumentException it does not follow the last one, or is more than was asked for
   */
  boolean advance(OutputItem item) {
    if (begin(item) != offset) {
      throw new IllegalArgumentException(
          "an output that goes on at offset " + begin(item) + " behind offset " + offset);
    }
    if (item instanceof OutputItem.CaptureTime time) {
      boolean change = !time.at().equals(toldTime);
      toldTime = time.at();
      return change;
    }
    if (item instanceof OutputItem.Chunk chunk) {
      long length = chunk.nextOffset() - chunk.offset();
      if (length > bytesLeft) {
        throw new IllegalArgumentException(
            length + " bytes of output where " + bytesLeft + " were asked for");
      }
      bytesLeft -= length;
    }
    ended = item instanceof OutputItem.End;
    offset = item.nextOffset();
    return true;
  }

  private static long begin(OutputItem item) {
    if (item instanceof OutputItem.Chunk chunk) {
      return chunk.offset();
    }
    return item instanceof OutputItem.Gap gap ? gap.from() : item.nextOffset();
  }
}
