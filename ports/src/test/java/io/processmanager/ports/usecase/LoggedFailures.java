package io.processmanager.ports.usecase;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The failures that a class logs while this is open. */
final class LoggedFailures extends Handler implements AutoCloseable {

  private final Logger logger;
  private final List<String> failures = new CopyOnWriteArrayList<>();

  private LoggedFailures(Logger logger) {
    this.logger = logger;
  }

  static LoggedFailures of(Class<?> source) {
    LoggedFailures logged = new LoggedFailures(Logger.getLogger(source.getName()));
    logged.logger.addHandler(logged);
    return logged;
  }

  /** Each with its level and what was said of it before its own message. */
  List<String> failures() {
    return failures;
  }

  @Override
  public void publish(LogRecord entry) {
    Throwable failure = Objects.requireNonNull(entry.getThrown());
    failures.add(entry.getLevel() + " " + entry.getMessage() + ": " + failure.getMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
