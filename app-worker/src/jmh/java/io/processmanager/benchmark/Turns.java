package io.processmanager.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Rounds in which each contender has one short turn. What disturbs the machine for longer than a
 * turn disturbs all of them, so that the ratios of one round hold where its times do not.
 *
 * <p>Each turn has a lead-in that is not measured. A second in which the others ran has taken the
 * processors' caches from a contender, and an engine has removed the cgroups that it had kept: all
 * that is paid once by a program that goes on, not once in a tenth of a second.
 */
final class Turns {

  private static final double TURN_NANOS = 100e6;
  private static final int CALIBRATION_RUNS = 4;

  /** Of a turn's length. */
  private static final double LEAD_IN = 0.5;

  private static final long SEED = 20_261_129;

  /** Enough runs of a turn that beginning and end, with less in flight, do not count for much. */
  private static final int LEAST_FILLS = 5;

  private final List<ContenderProcess> contenders;
  private final int inFlight;
  private final Random random = new Random(SEED);
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private final List<Map<String, Double>> rounds = new ArrayList<>();
  private final Map<String, Double> cpuSeconds = new LinkedHashMap<>();
  private final Map<String, Integer> runs = new LinkedHashMap<>();

  Turns(List<ContenderProcess> contenders, int inFlight) {
    this.contenders = List.copyOf(contenders);
    this.inFlight = inFlight;
  }

  /** Finds for each contender how many runs take about as long as a turn should. */
  void calibrate() throws IOException {
    for (ContenderProcess contender : contenders) {
      double nanos = contender.nanosPerRun(CALIBRATION_RUNS * inFlight, inFlight);
      int count = Math.max((int) (TURN_NANOS / nanos), LEAST_FILLS * inFlight);
      counts.put(contender.name(), count);
    }
  }

  /** One round, in an order of its own, so that nobody always follows the same one. */
  void round() throws IOException {
    List<ContenderProcess> order = new ArrayList<>(contenders);
    Collections.shuffle(order, random);
    Map<String, Double> round = new LinkedHashMap<>();
    for (ContenderProcess contender : order) {
      round.put(contender.name(), turn(contender));
    }
    rounds.add(round);
  }

  private double turn(ContenderProcess contender) throws IOException {
    String name = contender.name();
    int count = counts.getOrDefault(name, LEAST_FILLS * inFlight);
    contender.nanosPerRun((int) Math.ceil(LEAD_IN * count), inFlight);
    double before = contender.cpuSeconds();
    double nanos = contender.nanosPerRun(count, inFlight);
    cpuSeconds.merge(name, contender.cpuSeconds() - before, Double::sum);
    runs.merge(name, count, Integer::sum);
    return nanos;
  }

  /**
   * Microseconds of CPU time for each run of a contender, its own and the program's. Unlike the
   * time of day it hardly depends on what else the machine does.
   */
  double cpuMicros(String name) {
    return 1e6 * known(cpuSeconds, name) / known(runs, name);
  }

  /** Microseconds for each run of a contender. */
  Sample micros(String name) {
    return Sample.of(rounds.stream().map(round -> known(round, name) / 1e3).toList());
  }

  /** How fast a contender is, in each round, with another one's speed as 1. */
  Sample speed(String name, String of) {
    return Sample.of(rounds.stream().map(round -> known(round, of) / known(round, name)).toList());
  }

  private static <T> T known(Map<String, T> figures, String name) {
    T figure = figures.get(name);
    if (figure == null) {
      throw new IllegalArgumentException("no contender is called '" + name + "'");
    }
    return figure;
  }
}
