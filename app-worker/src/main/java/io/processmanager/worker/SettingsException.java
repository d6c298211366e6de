package io.processmanager.worker;

import java.util.List;

/** Settings that a worker cannot run with: a line for each that is wrong. */
final class SettingsException extends Exception {

  private static final long serialVersionUID = 1L;
  private final transient List<String> problems;

  SettingsException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  List<String> problems() {
    return problems;
  }
}
