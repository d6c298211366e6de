package io.processmanager.benchmark;

import com.google.errorprone.annotations.FormatMethod;
import java.io.PrintStream;
import java.util.Locale;

/** What a benchmark prints. */
final class Report {

  /** Threads that the JVM may add for its own compilers and collector at any time. */
  static final int JVM_THREADS = 2;

  private final PrintStream stream;

  Report(PrintStream stream) {
    this.stream = stream;
  }

  @FormatMethod
  void title(String format, Object... values) {
    stream.println();
    line("== %s", String.format(Locale.ROOT, format, values));
  }

  @FormatMethod
  void line(String format, Object... values) {
    stream.println(String.format(Locale.ROOT, format, values));
    stream.flush();
  }

  /** A ratio that is good when it is large. */
  void goal(String what, Sample ratio, double atLeast) {
    line(
        "  %-28s %s, goal >= %.2f: %s",
        what, ratio.withQuartiles(2), atLeast, verdict(ratio.median() >= atLeast));
  }

  /** A figure that is good when it is small. */
  void goalAtMost(String what, double figure, double atMost, String unit) {
    line(
        "  %-28s %.2f %s, goal <= %.2f: %s", what, figure, unit, atMost, verdict(figure <= atMost));
  }

  private static String verdict(boolean met) {
    return met ? "met" : "MISSED";
  }
}
