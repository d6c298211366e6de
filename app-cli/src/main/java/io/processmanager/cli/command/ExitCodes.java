package io.processmanager.cli.command;

/** The exit codes of the command line; {@code process-manager --help} lists them. */
final class ExitCodes {

  static final int OK = 0;

  /** Something nobody foresaw, such as a full disk behind stdout. */
  static final int UNFORESEEN = 1;

  /** The command line is wrong, or something on this machine is: a key file, an address. */
  static final int USAGE = 2;

  /** A stop after which something of the job still waits for the kernel to let it die. */
  static final int KILL_PENDING = 3;

  /** A refusal exits with this and its gRPC status code on top. */
  static final int REFUSAL_BASE = 100;

  /** Broken off with Ctrl-C: 128 and SIGINT, as the JVM gives it by itself. */
  static final int BROKEN_OFF = 130;

  /** Whoever read stdout went away: 128 and SIGPIPE. */
  static final int STDOUT_CLOSED = 141;

  private ExitCodes() {}
}
