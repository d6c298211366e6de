package io.processmanager.domain.owner;

import java.util.Objects;

/**
 * The identity that a job belongs to.
 *
 * @param name the identity's text, compared exactly; not blank
 */
public record Owner(String name) {

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException {@code name} is blank
   */
  public Owner {
    Objects.requireNonNull(name, "name");
    if (name.isBlank()) {
      throw new IllegalArgumentException("owner name is blank");
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
