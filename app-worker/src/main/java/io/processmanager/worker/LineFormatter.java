package io.processmanager.worker;

import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/** One line a log record: time in UTC, level, message, and the causes of a failure behind it. */
final class LineFormatter extends Formatter {

  private static final int MOST_CAUSES = 8;

  @Override
  public String format(LogRecord entry) {
    String time = entry.getInstant().truncatedTo(ChronoUnit.MILLIS).toString();
    String line =
        String.format(
            Locale.ROOT,
            "%-24s %-5s %s%s",
            time,
            name(entry.getLevel()),
            formatMessage(entry),
            causes(entry.getThrown()));
    return OneLine.of(line) + "\n";
  }

  private static String name(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return "WARN";
    }
    return level.intValue() >= Level.INFO.intValue() ? "INFO" : "DEBUG";
  }

  /** Each cause with the place it comes from: enough to find it, and still one line. */
  private static String causes(@Nullable Throwable thrown) {
    StringBuilder told = new StringBuilder();
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
      StackTraceElement[] frames = cause.getStackTrace();
      told.append(i == 0 ? ": " : "; because of ").append(cause);
      if (frames.length > 0) {
        told.append(" at ").append(frames[0]);
      }
      cause = cause.getCause();
    }
    return told.toString();
  }
}
