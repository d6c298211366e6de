package io.processmanager.cli.command;

import java.util.function.Supplier;

/** Turns what options hold into values, or refuses with the option's name. */
final class OptionValue {

  private OptionValue() {}

  /** What {@code parse} reads; where it reads nothing, the command line is wrong. */
  static <T> T read(String option, Supplier<T> parse) {
    try {
      return parse.get();
    } catch (IllegalArgumentException malformed) {
      throw CommandFailure.usage(option + ": " + malformed.getMessage());
    }
  }

  /** What {@code make} makes of a value; where it refuses, no job can have that. */
  static <T> T allowed(String option, Supplier<T> make) {
    try {
      return make.get();
    } catch (IllegalArgumentException refused) {
      throw CommandFailure.refusal(
          RefusalStatus.INVALID_ARGUMENT, option + ": " + refused.getMessage());
    }
  }
}
