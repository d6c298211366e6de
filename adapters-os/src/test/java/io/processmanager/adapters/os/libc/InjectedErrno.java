package io.processmanager.adapters.os.libc;

/** Failures of system calls that a test makes up. */
public final class InjectedErrno {

  private InjectedErrno() {}

  /** A call that failed. */
  public static ErrnoException of(String call, int errno) {
    return new ErrnoException(call, errno);
  }
}
