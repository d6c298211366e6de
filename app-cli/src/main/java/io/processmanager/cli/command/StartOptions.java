package io.processmanager.cli.command;

import io.processmanager.ports.inbound.OutputQuery.Start;
import java.time.InstantSource;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the reading of an output begins. */
final class StartOptions {

  @Option(
      names = "--offset",
      paramLabel = "N",
      description = "Begin at byte N of the output, counted from 0.")
  private @Nullable Long offset;

  @Option(names = "--tail", paramLabel = "N", description = "Begin N lines before the present end.")
  private @Nullable Long tail;

  @Option(
      names = "--tail-bytes",
      paramLabel = "BYTES",
      description = "Begin so many bytes before the present end; K, M or G may follow the number.")
  private @Nullable String tailBytes;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "Begin with what was captured at that time or later, such as 2026-11-01T10:00:00Z, or"
              + " 10m for ten minutes before now by this machine's clock. The times of output are"
              + " by the worker's.")
  private @Nullable String since;

  /**
   * The place that was given; the first byte unless one was.
   *
   * @throws CommandFailure two were, or what was given is no place
   */
  Start start() {
    if (Stream.of(offset, tail, tailBytes, since).filter(Objects::nonNull).count() > 1) {
      throw CommandFailure.usage(
          "--offset, --tail, --tail-bytes and --since are places to begin at; give one");
    }
    if (tail != null) {
      long lines = tail;
      return OptionValue.read("--tail", () -> new Start.TailLines(lines));
    }
    if (tailBytes != null) {
      String bytes = tailBytes;
      return OptionValue.read("--tail-bytes", () -> new Start.TailBytes(ByteCount.parse(bytes)));
    }
    if (since != null) {
      String time = since;
      return OptionValue.read(
          "--since", () -> new Start.Since(TimeText.parse(time, InstantSource.system())));
    }
    long at = offset == null ? 0 : offset;
    return OptionValue.read("--offset", () -> new Start.AtOffset(at));
  }
}
