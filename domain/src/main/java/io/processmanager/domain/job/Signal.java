package io.processmanager.domain.job;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A signal by its number on Linux; signal(7). The numbers are those of x86-64 and aarch64.
 *
 * @param number from 1 to 64
 */
public record Signal(int number) {

  private static final List<String> NAMES =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  private static final int FIRST_REAL_TIME = 34;
  private static final int LAST = 64;

  /** Hang-up; daemons take it as "read your configuration again". */
  public static final Signal HUP = new Signal(1);

  /** Interrupt, as Ctrl-C sends it. */
  public static final Signal INT = new Signal(2);

  /** Quit, as Ctrl-\ sends it; a JVM prints its threads and goes on. */
  public static final Signal QUIT = new Signal(3);

  /** An end that cannot be caught. */
  public static final Signal KILL = new Signal(9);

  /** For the program's own use. */
  public static final Signal USR1 = new Signal(10);

  /** For the program's own use, too. */
  public static final Signal USR2 = new Signal(12);

  /** The polite request to end. */
  public static final Signal TERM = new Signal(15);

  /** Continue after a stop. */
  public static final Signal CONT = new Signal(18);

  /** A stop, until {@link #CONT}, that cannot be caught. */
  public static final Signal STOP = new Signal(19);

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException {@code number} is not between 1 and 64
   */
  public Signal {
    if (number < 1 || number > LAST) {
      throw new IllegalArgumentException("signal " + number + " is not between 1 and " + LAST);
    }
  }

  /**
   * Reads a number or a name, with or without {@code SIG}, in letters of either case; real-time
   * signals as {@code RTMIN+3}.
   *
   * @param text such as {@code 15}, {@code TERM} or {@code sigterm}
   * @return the signal
   * @throws IllegalArgumentException no signal is called so
   */
  public static Signal parse(String text) {
    Objects.requireNonNull(text, "text");
    String name = text.trim().toUpperCase(Locale.ROOT);
    if (name.startsWith("SIG")) {
      name = name.substring("SIG".length());
    }
    for (int number = 1; number <= LAST; number++) {
      if (name.equals(shortName(number)) || name.equals(Integer.toString(number))) {
        return new Signal(number);
      }
    }
    throw new IllegalArgumentException(
        "'" + Text.printable(text) + "' is not a signal; give a name such as HUP or a number");
  }

  private static String shortName(int number) {
    if (number <= NAMES.size()) {
      return NAMES.get(number - 1);
    }
    if (number < FIRST_REAL_TIME) {
      return Integer.toString(number);
    }
    return number == FIRST_REAL_TIME ? "RTMIN" : "RTMIN+" + (number - FIRST_REAL_TIME);
  }

  /**
   * {@return the name with {@code SIG} before it; a plain number for the two that glibc keeps to
   * itself}
   */
  public String signalName() {
    String name = shortName(number);
    return Character.isDigit(name.charAt(0)) ? name : "SIG" + name;
  }

  @Override
  public String toString() {
    return signalName();
  }
}
