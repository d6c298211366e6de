package io.processmanager.cli.command;

import picocli.CommandLine.Option;

/** Whether what follows an output or waits for an end goes on over another connection. */
final class ReconnectOption {

  @Option(
      names = "--no-reconnect",
      description =
          "Fail when the connection is lost. Else another one is made for up to a minute, and an"
              + " output goes on where it was cut off; stderr says so.")
  private boolean never;

  boolean reconnects() {
    return !never;
  }
}
