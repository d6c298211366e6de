package io.processmanager.adapters.grpc.client;

import io.grpc.ClientCall;

/**
 * What a subscriber has asked for and not been given, and how much of that its present call has
 * been told.
 *
 * <p><b>Threading.</b> None of its own: whoever has it guards it.
 */
final class Demand {

  /** Above this a call is not told more for each item that it has sent. */
  private static final int PLENTY = 1 << 20;

  private long wanted;

  /** gRPC counts in {@code int}. */
  private int told;

  /** The subscriber asks for more; without bound if that is more than can be counted. */
  void add(long items) {
    long sum = wanted + items;
    wanted = sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** Whether the subscriber has been given all that it asked for. */
  boolean isNone() {
    return wanted == 0;
  }

  /** A call begins that knows of no demand. */
  void forgetTold() {
    told = 0;
  }

  /** The call has sent an item, which the subscriber is given or not. */
  void sent(boolean given) {
    told--;
    if (given && wanted != Long.MAX_VALUE) {
      wanted--;
    }
  }

  /** Tells the call what it does not know yet. */
  void tell(ClientCall<?, ?> call) {
    int target = (int) Math.min(wanted, Integer.MAX_VALUE);
    if (told < target && told < PLENTY) {
      int more = target - told;
      told = target;
      call.request(more);
    }
  }
}
