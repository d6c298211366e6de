package io.processmanager.adapters.os.libc;

import java.util.Locale;
import java.util.Optional;

/**
 * The machines whose kernel interface is known here, with what differs between them. All other
 * constants of this package are the same on both.
 */
enum Machine {
  /** O_DIRECTORY: asm-generic/fcntl.h. {@code struct epoll_event} is packed; epoll_ctl(2). */
  X86_64(0x10000, true),
  /** O_DIRECTORY: arch/arm64/include/uapi/asm/fcntl.h. */
  AARCH64(0x4000, false);

  private static final String ARCHITECTURE = System.getProperty("os.arch", "");
  private static final Optional<Machine> CURRENT = named(ARCHITECTURE);

  private final int directoryFlag;
  private final boolean epollEventPacked;

  Machine(int directoryFlag, boolean epollEventPacked) {
    this.directoryFlag = directoryFlag;
    this.epollEventPacked = epollEventPacked;
  }

  /** O_DIRECTORY of open(2). */
  int directoryFlag() {
    return directoryFlag;
  }

  /** Whether {@code struct epoll_event} has no padding. */
  boolean epollEventPacked() {
    return epollEventPacked;
  }

  /** The machine that this JVM runs on. */
  static Machine current() {
    return required(CURRENT, ARCHITECTURE);
  }

  static Machine required(Optional<Machine> known, String architecture) {
    return known.orElseThrow(
        () ->
            new UnsupportedOperationException(
                "process-manager runs processes on x86-64 and aarch64 only, and this JVM is for '"
                    + architecture
                    + "'"));
  }

  /** The machine that a JVM calls so in {@code os.arch}. */
  static Optional<Machine> named(String architecture) {
    return switch (architecture.toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> Optional.of(X86_64);
      case "aarch64" -> Optional.of(AARCH64);
      default -> Optional.empty();
    };
  }
}
