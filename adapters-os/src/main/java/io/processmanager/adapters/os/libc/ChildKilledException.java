package io.processmanager.adapters.os.libc;

/**
 * A child was killed before it executed its program: by somebody who kills at random, for want of
 * memory, by a seccomp filter. Nothing of the program has run, so it may be started again.
 */
public final class ChildKilledException extends Exception {

  private static final long serialVersionUID = 1L;

  ChildKilledException() {
    super("the new process was killed before it executed the program");
  }
}
