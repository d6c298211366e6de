package io.processmanager.cli;

import io.processmanager.cli.wiring.CliComponent;
import java.util.logging.LogManager;

/** The program {@code process-manager}. */
public final class ProcessManager {

  private ProcessManager() {}

  /**
   * Runs one command and exits with its code.
   *
   * <p>Ctrl-C needs no handler: the JVM then exits with 130 by itself, and with its connections the
   * kernel ends its calls on the worker.
   */
  public static void main(String[] arguments) {
    // What gRPC or Netty might log is of no use to a user: the command itself says what failed.
    LogManager.getLogManager().reset();
    System.exit(CliComponent.ofProcess().commandLine().execute(arguments));
  }
}
