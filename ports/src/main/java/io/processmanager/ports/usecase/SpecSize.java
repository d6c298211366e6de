package io.processmanager.ports.usecase;

import io.processmanager.domain.job.JobSpec;
import java.util.Map;

/** What a spec takes, about: arguments may be megabytes, so that counting jobs bounds nothing. */
final class SpecSize {

  private static final long BESIDE_EACH_TEXT = 64;

  private SpecSize() {}

  /** In characters. */
  static long of(JobSpec spec) {
    long size = of(spec.program());
    for (String argument : spec.arguments()) {
      size += of(argument);
    }
    for (Map.Entry<String, String> variable : spec.environment().entrySet()) {
      size += of(variable.getKey()) + of(variable.getValue());
    }
    return size;
  }

  private static long of(String text) {
    return text.length() + BESIDE_EACH_TEXT;
  }
}
