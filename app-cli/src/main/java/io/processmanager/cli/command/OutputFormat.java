package io.processmanager.cli.command;

/** How results are printed. The names are what {@code -o} takes. */
enum OutputFormat {
  /** For people. */
  text,
  /** One JSON document. */
  json
}
