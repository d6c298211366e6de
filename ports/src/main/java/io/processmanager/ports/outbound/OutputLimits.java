package io.processmanager.ports.outbound;

/**
 * How much output is kept. Behind the limit the oldest bytes go.
 *
 * @param perJobBytes the newest bytes of each job; positive
 * @param totalBytes of all jobs together; not less than {@code perJobBytes}. Where there would be
 *     more, the owner who has the most gives, however many jobs that is of, of the output that
 *     holds the most; one that has ended counts twice among those of its owner
 */
public record OutputLimits(long perJobBytes, long totalBytes) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException {@code perJobBytes} is not positive, or {@code totalBytes} is
   *     less
   */
  public OutputLimits {
    if (perJobBytes < 1) {
      throw new IllegalArgumentException("perJobBytes " + perJobBytes + " is not positive");
    }
    if (totalBytes < perJobBytes) {
      throw new IllegalArgumentException(
          "totalBytes " + totalBytes + " is less than perJobBytes " + perJobBytes);
    }
  }
}
