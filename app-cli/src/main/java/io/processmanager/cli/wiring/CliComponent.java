package io.processmanager.cli.wiring;

import dagger.BindsInstance;
import dagger.Component;
import io.processmanager.cli.command.CommandLineInterface;
import io.processmanager.cli.command.Console;
import java.util.Map;

/** The command line, put together. */
@Component(modules = CliModule.class)
public interface CliComponent {

  /** The command line over the process's own streams and environment. */
  static CliComponent ofProcess() {
    return of(Console.ofProcess(), System.getenv());
  }

  /** The command line over a console and an environment. */
  static CliComponent of(Console console, Map<String, String> environment) {
    return DaggerCliComponent.factory().create(console, environment);
  }

  /** All commands. */
  CommandLineInterface commandLine();

  /** Takes what comes from outside. */
  @Component.Factory
  interface Factory {

    /** The command line over a console and an environment. */
    CliComponent create(
        @BindsInstance Console console, @BindsInstance Map<String, String> environment);
  }
}
