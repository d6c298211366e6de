package io.processmanager.cli.command;

import io.processmanager.domain.job.JobId;
import io.processmanager.ports.inbound.Jobs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Names the job that a command is about, as {@code U} or as {@code --jobuuid=U}. */
final class JobArgument {

  @Option(
      names = "--jobuuid",
      paramLabel = "JOBUUID",
      description = "The job; the same as the argument.")
  private @Nullable String option;

  @Parameters(
      arity = "0..1",
      paramLabel = "JOBUUID",
      description = "The job: its JobUUID, or what is unique of it among your own jobs.")
  private @Nullable String argument;

  void check() {
    if (option == null && argument == null) {
      throw CommandFailure.usage("which job? Give its JobUUID or --jobuuid=JOBUUID");
    }
    if (option != null && argument != null) {
      throw CommandFailure.usage("the job is named twice; give JOBUUID or --jobuuid, not both");
    }
  }

  JobId resolve(Jobs jobs) {
    String given = option != null ? option : argument;
    return JobReference.resolve(given == null ? "" : given, jobs);
  }
}
