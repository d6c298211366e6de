package io.processmanager.cli.command;

import java.util.Objects;

/** What is to happen when the connection is lost over which an output is read. */
public sealed interface Reconnection {

  /** The command fails. */
  record Never() implements Reconnection {}

  /**
   * Another one is made, and the user is told.
   *
   * @param notes tells the user
   */
  record Noted(ReconnectionNotes notes) implements Reconnection {

    public Noted {
      Objects.requireNonNull(notes, "notes");
    }
  }
}
