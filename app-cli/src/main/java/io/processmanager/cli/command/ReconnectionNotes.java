package io.processmanager.cli.command;

import java.util.Objects;

/** Tells a user on stderr that the connection was lost, and that the reading goes on. */
public final class ReconnectionNotes {

  private final Console console;

  ReconnectionNotes(Console console) {
    this.console = Objects.requireNonNull(console, "console");
  }

  /**
   * The connection was lost.
   *
   * @param offset where the reader stands
   * @param why what is known of the cause
   */
  public void lost(long offset, String why) {
    console.say("NOTE: connection lost at offset " + offset + " (" + why + "); reconnecting");
  }

  /**
   * There is another one.
   *
   * @param offset where the reader goes on
   */
  public void resumed(long offset) {
    console.say("NOTE: connected again; the output goes on at offset " + offset);
  }
}
