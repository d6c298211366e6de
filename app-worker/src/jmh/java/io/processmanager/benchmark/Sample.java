package io.processmanager.benchmark;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** Figures of one kind, in ascending order. */
final class Sample {

  private final double[] sorted;

  private Sample(double[] sorted) {
    this.sorted = sorted;
  }

  /**
   * @throws IllegalArgumentException there are none
   */
  static Sample of(Collection<? extends Number> figures) {
    if (figures.isEmpty()) {
      throw new IllegalArgumentException("a sample of nothing has no median");
    }
    double[] sorted = figures.stream().mapToDouble(Number::doubleValue).toArray();
    Arrays.sort(sorted);
    return new Sample(sorted);
  }

  /** The least figure that {@code share} of all do not exceed. */
  double quantile(double share) {
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
  }

  double median() {
    return quantile(0.5);
  }

  /** The median with the quartiles behind it. */
  String withQuartiles(int decimals) {
    String figure = "%." + decimals + "f";
    return String.format(
        Locale.ROOT,
        figure + " [" + figure + " " + figure + "]",
        median(),
        quantile(0.25),
        quantile(0.75));
  }
}
