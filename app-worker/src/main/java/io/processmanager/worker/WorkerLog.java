package io.processmanager.worker;

import java.io.PrintStream;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Sends all that is logged in this JVM, by libraries too, to one stream, one line each. */
final class WorkerLog {

  /** They warn of every client that goes away or sends too much. Held, or levels are forgotten. */
  private static final List<Logger> TRANSPORT =
      List.of(Logger.getLogger("io.grpc"), Logger.getLogger("io.netty"));

  private WorkerLog() {}

  /** Replaces whatever the JDK's logging was set up with. */
  static void to(PrintStream stream) {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(Level.INFO);
    root.addHandler(new LineHandler(stream));
    TRANSPORT.forEach(library -> library.setLevel(Level.SEVERE));
  }

  private static final class LineHandler extends Handler {

    private final PrintStream stream;

    LineHandler(PrintStream stream) {
      this.stream = stream;
      setFormatter(new LineFormatter());
    }

    @Override
    public void publish(LogRecord entry) {
      if (isLoggable(entry)) {
        stream.print(getFormatter().format(entry));
      }
    }

    @Override
    public void flush() {
      stream.flush();
    }

    @Override
    public void close() {
      stream.flush();
    }
  }
}
