package io.processmanager.domain.job;

/** How much of a {@link Resource} a process may use. */
public sealed interface Limit {

  /**
   * {@return a limit of no more than {@code value}, in the resource's unit}
   *
   * @param value the limit; not negative
   */
  static Limit atMost(long value) {
    return new AtMost(value);
  }

  /** {@return a limit of as much as there is} */
  static Limit unlimited() {
    return Unlimited.INSTANCE;
  }

  /**
   * A bound.
   *
   * @param value in the resource's unit; not negative
   */
  record AtMost(long value) implements Limit {

    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException {@code value} is negative
     */
    public AtMost {
      if (value < 0) {
        throw new IllegalArgumentException("limit " + value + " is negative");
      }
    }

    @Override
    public String toString() {
      return Long.toString(value);
    }
  }

  /** No bound; {@code RLIM_INFINITY}. */
  enum Unlimited implements Limit {
    /** The one value. */
    INSTANCE;

    @Override
    public String toString() {
      return "unlimited";
    }
  }
}
