package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Host;
import io.processmanager.ports.inbound.JobsException.InvalidRequest;
import java.util.List;

/** Says which of the kernel's limits on arguments and environment was exceeded; execve(2). */
final class ArgumentSize {

  /** MAX_ARG_STRLEN in pages. */
  private static final long LONGEST_STRING_PAGES = 32;

  private ArgumentSize() {}

  /** The refusal after E2BIG. */
  static InvalidRequest refusal(List<byte[]> arguments, List<byte[]> environment) {
    long longest = LONGEST_STRING_PAGES * Host.pageBytes();
    for (byte[] argument : arguments) {
      if (argument.length >= longest) {
        return tooLong("arguments", "an argument", argument.length, longest);
      }
    }
    for (byte[] variable : environment) {
      if (variable.length >= longest) {
        return tooLong("environment", "an environment variable", variable.length, longest);
      }
    }
    return new InvalidRequest(
        "arguments",
        "arguments and environment together have "
            + (bytes(arguments) + bytes(environment))
            + " bytes in "
            + (arguments.size() + environment.size())
            + " strings, more than the kernel takes (a quarter of the stack limit, ulimit -s)");
  }

  private static InvalidRequest tooLong(String field, String what, int length, long longest) {
    return new InvalidRequest(
        field,
        what + " has " + length + " bytes; the kernel takes at most " + (longest - 1) + " in one");
  }

  private static long bytes(List<byte[]> strings) {
    return strings.stream().mapToLong(string -> string.length + 1L).sum();
  }
}
