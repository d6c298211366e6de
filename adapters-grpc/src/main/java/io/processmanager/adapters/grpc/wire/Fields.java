package io.processmanager.adapters.grpc.wire;

import io.processmanager.ports.inbound.JobsException;
import java.util.function.Supplier;

/** Turns what a message's fields hold into domain values, or refuses with the field's name. */
final class Fields {

  private Fields() {}

  /**
   * What {@code parse} gives.
   *
   * @throws JobsException.InvalidRequest {@code parse} refuses its argument
   */
  static <T> T parsed(String field, Supplier<T> parse) {
    try {
      return parse.get();
    } catch (IllegalArgumentException refused) {
      throw new JobsException.InvalidRequest(field, field + ": " + refused.getMessage());
    }
  }

  /**
   * A {@code uint64}, which has one bit more than a {@code long} has for it.
   *
   * @throws JobsException.InvalidRequest the value is larger than {@link Long#MAX_VALUE}
   */
  static long unsigned(String field, long value) {
    if (value < 0) {
      throw new JobsException.InvalidRequest(
          field,
          field
              + ": "
              + Long.toUnsignedString(value)
              + " is larger than the largest there can be, "
              + Long.MAX_VALUE);
    }
    return value;
  }
}
