package io.processmanager.adapters.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;

/**
 * Names of users from a file in the form of passwd(5), read again when it has changed. Other
 * sources of names are not asked: they may block.
 */
final class UserNames {

  private static final int NAME = 0;
  private static final int NUMBER = 2;

  private final Path file;
  private volatile Snapshot snapshot = new Snapshot(FileTime.fromMillis(0), Map.of());

  UserNames(Path file) {
    this.file = file;
  }

  private record Snapshot(FileTime changed, Map<String, String> names) {}

  /** The user's name, or its number where it has no name. */
  String nameOf(String number) {
    return current().names().getOrDefault(number, number);
  }

  private Snapshot current() {
    Snapshot known = snapshot;
    try {
      FileTime changed = Files.getLastModifiedTime(file);
      if (!changed.equals(known.changed())) {
        known = new Snapshot(changed, read());
        snapshot = known;
      }
    } catch (IOException unreadable) {
      return known;
    }
    return known;
  }

  private Map<String, String> read() throws IOException {
    Map<String, String> names = new HashMap<>();
    for (String line : Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
      String[] fields = line.split(":", -1);
      if (fields.length > NUMBER) {
        names.putIfAbsent(fields[NUMBER], fields[NAME]);
      }
    }
    return names;
  }
}
