package io.processmanager.adapters.os.libc;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Predicate;

/**
 * What this package needs of the machine, the C library and the JVM. To be asked before any other
 * class of it is used, of which most find their functions as they are initialized: this one calls
 * none.
 */
public final class Prerequisites {

  private static final List<String> NEEDED_FUNCTIONS =
      List.of(
          "prlimit",
          "strerrorname_np",
          "strerrordesc_np",
          "statx",
          "epoll_create1",
          "eventfd_write");

  private Prerequisites() {}

  /** What the C library lacks of what this package calls. */
  public static List<String> missingFunctions() {
    return missingFunctions(Native::has);
  }

  static List<String> missingFunctions(Predicate<String> library) {
    return NEEDED_FUNCTIONS.stream().filter(library.negate()).toList();
  }

  /** Refuses a machine whose structures and constants are not known here. */
  public static void requireKnownMachine() {
    Machine.current();
  }

  /**
   * Refuses a JVM in which this code may not call native functions. A JVM that only warns of it
   * does so here.
   *
   * @throws IllegalCallerException it may not
   */
  @SuppressWarnings("restricted")
  public static void requireNativeAccess() {
    var _ = MemorySegment.NULL.reinterpret(0);
  }
}
