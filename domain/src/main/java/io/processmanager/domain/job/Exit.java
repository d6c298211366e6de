package io.processmanager.domain.job;

import java.util.Objects;

/**
 * How a process ended, as {@code waitid(2)} tells it: {@code exit 143} and death by SIGTERM are
 * different answers.
 */
public sealed interface Exit {

  /** {@return whether the process ended with status 0} */
  default boolean isSuccess() {
    return false;
  }

  /**
   * {@return one number for places that take no more, by the shell's convention: the status, or 128
   * plus the signal, or 255 where nobody knows}
   */
  int shellStatus();

  /**
   * An end by {@code exit(3)}.
   *
   * @param code the status, from 0 to 255
   */
  record Exited(int code) implements Exit {

    private static final int LARGEST = 255;

    /**
     * Checks the code.
     *
     * @throws IllegalArgumentException {@code code} is not between 0 and 255
     */
    public Exited {
      if (code < 0 || code > LARGEST) {
        throw new IllegalArgumentException("code " + code + " is not between 0 and " + LARGEST);
      }
    }

    @Override
    public boolean isSuccess() {
      return code == 0;
    }

    @Override
    public int shellStatus() {
      return code;
    }

    @Override
    public String toString() {
      return "exited with code " + code;
    }
  }

  /**
   * An end by a signal.
   *
   * @param signal what is sent
   * @param coreDumped whether the kernel wrote a core dump
   */
  record Signaled(Signal signal, boolean coreDumped) implements Exit {

    private static final int SHELL_BASE = 128;

    /** Checks that nothing is null. */
    public Signaled {
      Objects.requireNonNull(signal, "signal");
    }

    @Override
    public int shellStatus() {
      return SHELL_BASE + signal.number();
    }

    @Override
    public String toString() {
      return "ended by signal "
          + signal.number()
          + " ("
          + signal.signalName()
          + (coreDumped ? ", core dumped)" : ")");
    }
  }

  /** An end of which no status was to be had. Never to be read as success. */
  record Unknown() implements Exit {

    private static final int SHELL_STATUS = 255;

    @Override
    public int shellStatus() {
      return SHELL_STATUS;
    }

    @Override
    public String toString() {
      return "ended, exit unknown";
    }
  }
}
