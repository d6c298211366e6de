package io.processmanager.cli.command;

/** Connects to a worker: the only thing that commands know of the transport. */
@FunctionalInterface
public interface JobsConnector {

  /**
   * Reads key and certificates and connects, by now or at the first call.
   *
   * @throws CommandFailure a file cannot be read, or the address is none
   */
  Connection connect(ConnectionSettings settings);
}
