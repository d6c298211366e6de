package io.processmanager.domain.job;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The name of a job, its {@code JobUUID}: the only handle by which clients know it.
 *
 * <p><b>Shape.</b> Written in the canonical form of RFC 9562, 36 lower-case characters.
 *
 * @param value the UUID
 */
public record JobId(UUID value) implements Comparable<JobId> {

  private static final int CANONICAL_LENGTH = 36;

  /** Checks that nothing is null. */
  public JobId {
    Objects.requireNonNull(value, "value");
  }

  /**
   * Reads a job's name in canonical form; letters of either case.
   *
   * @param text 36 characters, as {@link #toString} gives them
   * @return the name
   * @throws IllegalArgumentException {@code text} is anything else, a shortened UUID included
   */
  public static JobId parse(String text) {
    Objects.requireNonNull(text, "text");
    if (text.length() == CANONICAL_LENGTH) {
      try {
        UUID value = UUID.fromString(text);
        if (value.toString().equalsIgnoreCase(text)) {
          return new JobId(value);
        }
      } catch (IllegalArgumentException notAUuid) {
        throw malformed(text, notAUuid);
      }
    }
    throw malformed(text, null);
  }

  private static IllegalArgumentException malformed(String text, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "'"
            + Text.printable(text)
            + "' is not a JobUUID; one looks like 123e4567-e89b-42d3-a456-426614174000",
        cause);
  }

  @Override
  public int compareTo(JobId other) {
    return value.compareTo(other.value);
  }

  /** The canonical form. */
  @Override
  public String toString() {
    return value.toString();
  }
}
