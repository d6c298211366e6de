package io.processmanager.cli.wiring;

import dagger.Module;
import dagger.Provides;
import io.processmanager.cli.command.CommandLineInterface;
import io.processmanager.cli.command.Console;
import io.processmanager.cli.command.JobsConnector;
import java.util.Map;

/** Provides the commands and their way to a worker. */
@Module
final class CliModule {

  private CliModule() {}

  @Provides
  static JobsConnector connector() {
    return new GrpcConnector();
  }

  @Provides
  static CommandLineInterface commandLine(
      Console console, JobsConnector connector, Map<String, String> environment) {
    return new CommandLineInterface(console, connector, environment);
  }
}
