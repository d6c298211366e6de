package io.processmanager.cli;

/** What a command answered: its exit code and what it printed. */
record Answer(int exit, String out, String err) {

  /** The JobUUID that a start printed. */
  String job() {
    return out.strip();
  }
}
