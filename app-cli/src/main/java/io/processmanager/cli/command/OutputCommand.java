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
      "stdout and stderr come as they were written, byte for byte. Bytes that are no longer kept",
      "are reported on stderr.",
      "Ctrl-C ends the reading and leaves the job alone."
    })
final class OutputCommand extends JobsCommand {

  @Mixin private final JobArgument job = new JobArgument();

  @Option(names = "--no-follow", description = "End with what is there now.")
  private boolean noFollow;

  @Option(
      names = "--offset",
      paramLabel = "N",
      description = "Begin at byte N of the output, counted from 0.")
  private @Nullable Long offset;

  @Option(names = "--tail", paramLabel = "N", description = "Begin N lines before the present end.")
  private @Nullable Long tail;

  @Override
  void checkArguments(OutputFormat format) {
    job.check();
    refuseJson("output", format);
    if (offset != null && tail != null) {
      throw CommandFailure.usage("--offset and --tail are two places to begin at; give one");
    }
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
    try {
      OutputQuery query =
          tail != null
              ? OutputQuery.tailLines(tail)
              : OutputQuery.fromOffset(offset == null ? 0 : offset);
      return noFollow ? query.withoutFollowing() : query;
    } catch (IllegalArgumentException negative) {
      throw CommandFailure.usage(String.valueOf(negative.getMessage()));
    }
  }

  @Override
  int run(Session session) throws InterruptedException {
    JobId id = job.resolve(session.jobs());
    new OutputCopy(session, id).copy(query());
    return ExitCodes.OK;
  }
}
