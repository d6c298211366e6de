package io.processmanager.benchmark;

import java.util.ArrayList;
import java.util.List;

/** How long calls of one kind took, in blocks whose figures can be compared one by one. */
final class Latencies {

  private static final double UNDISTURBED = 0.1;

  private final int blockSize;
  private final List<Double> millis = new ArrayList<>();

  /**
   * @param blockSize how many calls make a block
   */
  Latencies(int blockSize) {
    this.blockSize = blockSize;
  }

  /** Times one call. */
  <T> T time(Call<T> call) throws Exception {
    long before = System.nanoTime();
    T result = call.run();
    millis.add((System.nanoTime() - before) / 1e6);
    return result;
  }

  Sample all() {
    return Sample.of(millis);
  }

  /** The median of the blocks that others on the machine have disturbed least. */
  double undisturbedMedian() {
    return Sample.of(blocks(0.5)).quantile(UNDISTURBED);
  }

  /** A quantile of each block as a multiple of that of the same block of {@code base}. */
  Sample ratio(Latencies base, double quantile) {
    List<Double> mine = blocks(quantile);
    List<Double> others = base.blocks(quantile);
    List<Double> ratios = new ArrayList<>();
    for (int block = 0; block < Math.min(mine.size(), others.size()); block++) {
      ratios.add(mine.get(block) / others.get(block));
    }
    return Sample.of(ratios);
  }

  private List<Double> blocks(double quantile) {
    List<Double> figures = new ArrayList<>();
    for (int from = 0; from + blockSize <= millis.size(); from += blockSize) {
      figures.add(Sample.of(millis.subList(from, from + blockSize)).quantile(quantile));
    }
    return figures;
  }

  /** Something to time. */
  @FunctionalInterface
  interface Call<T> {
    T run() throws Exception;
  }
}
