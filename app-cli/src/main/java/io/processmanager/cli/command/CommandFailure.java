package io.processmanager.cli.command;

import java.util.Optional;

/** A command cannot go on: what its process exits with, and the line it says on stderr. */
public final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private final int exitCode;
  private final boolean quiet;

  private CommandFailure(int exitCode, String line, boolean quiet) {
    super(line);
    this.exitCode = exitCode;
    this.quiet = quiet;
  }

  /** Something on this machine is not as it must be, such as a key file or the address. */
  public static CommandFailure configuration(String message) {
    return new CommandFailure(ExitCodes.USAGE, "CONFIGURATION: " + message, false);
  }

  /** The command line contradicts itself or lacks something. */
  static CommandFailure usage(String message) {
    return new CommandFailure(ExitCodes.USAGE, "USAGE: " + message, false);
  }

  /** A refusal that is known without asking the worker. */
  static CommandFailure refusal(RefusalStatus status, String message) {
    return new CommandFailure(status.exitCode(), status + ": " + message, false);
  }

  /** What the command prints cannot be written. */
  static CommandFailure stdoutFailed(String message) {
    return new CommandFailure(ExitCodes.UNFORESEEN, "STDOUT: " + message, false);
  }

  /** Nobody reads what the command prints any more. */
  static CommandFailure stdoutClosed() {
    return new CommandFailure(ExitCodes.STDOUT_CLOSED, "stdout is closed", true);
  }

  int exitCode() {
    return exitCode;
  }

  /** What to say; empty where the command ends without a word. */
  Optional<String> line() {
    return quiet ? Optional.empty() : Optional.ofNullable(getMessage());
  }
}
