package io.processmanager.cli.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Where commands print: results to stdout, byte for byte and without a buffer; diagnostics to
 * stderr, each on one line.
 */
public final class Console {

  private final WritableByteChannel results;
  private final PrintStream diagnostics;

  /** A console over streams of the caller. */
  public Console(WritableByteChannel results, PrintStream diagnostics) {
    this.results = Objects.requireNonNull(results, "results");
    this.diagnostics = Objects.requireNonNull(diagnostics, "diagnostics");
  }

  /** The console of this process. A {@code PrintStream} would swallow that stdout is gone. */
  public static Console ofProcess() {
    return new Console(
        new FileOutputStream(FileDescriptor.out).getChannel(),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
  }

  /** Prints one line of a result. */
  void result(String line) {
    write(StandardCharsets.UTF_8.encode(line + "\n"));
  }

  /** Prints bytes as they are. */
  void write(ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        results.write(bytes);
      }
    } catch (IOException failed) {
      throw asFailure(failed);
    }
  }

  /** The JDK tells EPIPE from other errors by strerror(3)'s text alone. */
  private static CommandFailure asFailure(IOException failed) {
    String message = Objects.requireNonNullElse(failed.getMessage(), failed.toString());
    return message.contains("Broken pipe")
        ? CommandFailure.stdoutClosed()
        : CommandFailure.stdoutFailed("cannot write the result: " + message);
  }

  /** Says something on stderr, on one line whatever is in it. */
  void say(String line) {
    diagnostics.println(Printable.line(line));
  }
}
