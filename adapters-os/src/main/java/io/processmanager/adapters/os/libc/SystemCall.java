package io.processmanager.adapters.os.libc;

/**
 * The system calls that are made by number, between clone(2) and execve(2), where no function of
 * the C library may be called; syscalls(2).
 */
enum SystemCall {
  WRITE(1, 64),
  RT_SIGACTION(13, 134),
  RT_SIGPROCMASK(14, 135),
  CLONE(56, 220),
  EXECVE(59, 221),
  FCHDIR(81, 50),
  UMASK(95, 166),
  SETSID(112, 157),
  SETPRIORITY(141, 140),
  OPENAT(257, 56),
  DUP3(292, 24),
  PRLIMIT64(302, 261),
  CLONE3(435, 435),
  CLOSE_RANGE(436, 436);

  private final long onX8664;
  private final long onAarch64;

  SystemCall(long onX8664, long onAarch64) {
    this.onX8664 = onX8664;
    this.onAarch64 = onAarch64;
  }

  /** Its number on {@code machine}. */
  long number(Machine machine) {
    return switch (machine) {
      case X86_64 -> onX8664;
      case AARCH64 -> onAarch64;
    };
  }

  /** The name that the manual gives it. */
  String manualName() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
