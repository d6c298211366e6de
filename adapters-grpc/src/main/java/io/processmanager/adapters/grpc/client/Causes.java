package io.processmanager.adapters.grpc.client;

import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a failure was caused by, and that by. */
final class Causes {

  private static final int DEEPEST = 20;

  private Causes() {}

  static List<Throwable> of(Status status) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = status.getCause();
        cause != null && causes.size() < DEEPEST;
        cause = cause.getCause()) {
      causes.add(cause);
    }
    return causes;
  }

  static boolean has(List<Throwable> causes, Class<? extends Throwable> type) {
    return causes.stream().anyMatch(type::isInstance);
  }

  static boolean say(List<Throwable> causes, String... words) {
    for (Throwable cause : causes) {
      String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      for (String word : words) {
        if (message.contains(word)) {
          return true;
        }
      }
    }
    return false;
  }
}
