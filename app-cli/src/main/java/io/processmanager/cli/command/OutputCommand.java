package io.processmanager.cli.command;

import io.processmanager.domain.job.JobId;
import io.processmanager.ports.inbound.OutputQuery;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints a job's output. */
@Command(
    name = "output",
    description = {
      "Prints a job's output from its first byte, and follows it until the job ends.",
      "stdout and stderr come as they were written, byte for byte. Bytes that are not there, and",
      "connections that were lost and made again, are reported on stderr.",
      "Ctrl-C ends the reading and leaves the job alone."
    })
final class OutputCommand extends JobsCommand {

  @Mixin private final JobArgument job = new JobArgument();

  @Option(names = "--no-follow", description = "End with what is there now.")
  private boolean noFollow;

  @Mixin private final StartOptions start = new StartOptions();

  @Option(
      names = "--limit",
      paramLabel = "BYTES",
      description = "End after so many bytes; K, M or G may follow the number.")
  private @Nullable String limit;

  @Option(
      names = "--timestamps",
      description =
          "Put before each line the time at which its first byte was captured, in UTC. Without it,"
              + " what is printed is the job's bytes alone.")
  private boolean timestamps;

  @Mixin private final ReconnectOption reconnect = new ReconnectOption();

  @Override
  void checkArguments(OutputFormat format) {
    job.check();
    refuseJson("output", format);
    query();
  }

  /** The output is bytes, which JSON cannot hold as they are. */
  static void refuseJson(String command, OutputFormat format) {
    if (format == OutputFormat.json) {
      throw CommandFailure.usage(
          "'" + command + "' prints the output byte for byte; it has no -o json");
    }
  }

  private OutputQuery query() {
    OutputQuery query = OutputQuery.from(start.start());
    if (limit != null) {
      String given = limit;
      query =
          OptionValue.read("--limit", () -> OutputQuery.all().withLimit(ByteCount.parse(given)))
              .withStart(query.start());
    }
    return noFollow ? query.withoutFollowing() : query;
  }

  @Override
  boolean reconnects() {
    return reconnect.reconnects();
  }

  @Override
  int run(Session session) throws InterruptedException {
    JobId id = job.resolve(session.jobs());
    new OutputCopy(session, id).copy(query(), timestamps);
    return ExitCodes.OK;
  }
}
