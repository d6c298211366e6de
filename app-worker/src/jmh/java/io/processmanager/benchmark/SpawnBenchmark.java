package io.processmanager.benchmark;

import io.processmanager.adapters.os.LinuxPorts;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.inbound.Jobs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** From the start of {@code /bin/true} to its reaped exit, its output read to the end. */
final class SpawnBenchmark {

  private static final String FLOOR = "kernel floor";
  private static final String C = "C";
  private static final String C_IN_LANES = "C in lanes";
  private static final String SDK = "embedded SDK";
  private static final String SDK_IN_LANES = "SDK in lanes";
  private static final String SDK_WITHOUT_CGROUPS = "SDK, no cgroups";
  private static final String SDK_FEW_FILES = "SDK, few files";
  private static final String PROCESS_BUILDER = "ProcessBuilder";
  private static final String NU_PROCESS = "NuProcess";
  private static final String PROCESS_BUILDER_FEW_FILES = "JDK, few files";

  private static final List<String> NAMES =
      List.of(
          FLOOR,
          C,
          C_IN_LANES,
          SDK,
          SDK_IN_LANES,
          SDK_WITHOUT_CGROUPS,
          PROCESS_BUILDER,
          NU_PROCESS,
          SDK_FEW_FILES,
          PROCESS_BUILDER_FEW_FILES);

  private static final String SDK_PATH =
      ContenderProcess.classPathOf(LinuxPorts.class, Jobs.class, JobSpec.class);
  private static final String JDK_PATH = ContenderProcess.classPathOf();

  private static final List<Integer> IN_FLIGHT = List.of(1, 8, 64);

  /**
   * As long as that for each contender and each number in flight, before anything is measured: what
   * starts one at a time and waits for it is compiled apart from what hears of many, after some
   * 10,000 runs of each.
   */
  private static final long WARM_UP_NANOS = 9_000_000_000L;

  private static final int WARM_UP_RUNS = 100;

  /** The share of turns that others on the machine are taken to have left alone. */
  private static final double UNDISTURBED = 0.1;

  private final Report report;
  private final String nativeLoop;
  private final int rounds;

  /**
   * @param nativeLoop the compiled {@code spawn.c}
   */
  SpawnBenchmark(Report report, String nativeLoop, int rounds) {
    this.report = report;
    this.nativeLoop = nativeLoop;
    this.rounds = rounds;
  }

  void run() throws IOException {
    List<ContenderProcess> contenders = new ArrayList<>();
    try {
      contenders.add(ContenderProcess.start(FLOOR, List.of(nativeLoop, "floor")));
      contenders.add(ContenderProcess.start(C, List.of(nativeLoop, "engine")));
      String processors =
          Integer.toString(
              Math.min(Runtime.getRuntime().availableProcessors(), IN_FLIGHT.getLast()));
      contenders.add(ContenderProcess.start(C_IN_LANES, List.of(nativeLoop, "engine", processors)));
      String all = System.getProperty("java.class.path");
      contenders.add(ContenderProcess.startJvm(SDK, "embedded", all));
      contenders.add(ContenderProcess.startJvm(SDK_IN_LANES, "embedded-in-lanes", all));
      contenders.add(
          ContenderProcess.startJvm(SDK_WITHOUT_CGROUPS, "embedded-without-cgroups", all));
      contenders.add(ContenderProcess.startJvm(PROCESS_BUILDER, "process-builder", all));
      contenders.add(ContenderProcess.startJvm(NU_PROCESS, "nuprocess", all));
      contenders.add(ContenderProcess.startJvm(SDK_FEW_FILES, "embedded-in-lanes", SDK_PATH));
      contenders.add(
          ContenderProcess.startJvm(PROCESS_BUILDER_FEW_FILES, "process-builder", JDK_PATH));
      report.title(
          "spawn: /bin/true, %d rounds of turns; median [25 %% quartile, 75 %% quartile]", rounds);
      for (ContenderProcess contender : contenders) {
        warmUp(contender);
      }
      for (int inFlight : IN_FLIGHT) {
        print(measure(contenders, inFlight), inFlight);
      }
    } finally {
      contenders.forEach(ContenderProcess::close);
    }
  }

  private Turns measure(List<ContenderProcess> contenders, int inFlight) throws IOException {
    Turns turns = new Turns(contenders, inFlight);
    turns.calibrate();
    for (int round = 0; round < rounds; round++) {
      turns.round();
    }
    return turns;
  }

  private static void warmUp(ContenderProcess contender) throws IOException {
    // The one that makes most runs in that time comes first.
    for (int inFlight : IN_FLIGHT.reversed()) {
      long began = System.nanoTime();
      while (System.nanoTime() - began < WARM_UP_NANOS) {
        contender.nanosPerRun(WARM_UP_RUNS, inFlight);
      }
    }
  }

  private void print(Turns turns, int inFlight) {
    report.line("%d in flight:", inFlight);
    for (String name : NAMES) {
      Sample micros = turns.micros(name);
      report.line(
          "  %-16s %20s us a run, undisturbed %.0f, CPU %.0f us, speed of C %s",
          name,
          micros.withQuartiles(0),
          micros.quantile(UNDISTURBED),
          turns.cpuMicros(name),
          turns.speed(name, C).withQuartiles(2));
    }
    // Like is held against like: one thread that starts against one, lanes against lanes.
    double leastOfC = inFlight == 1 ? 0.90 : 0.85;
    goal(turns, SDK, C, leastOfC);
    goal(turns, SDK_IN_LANES, C_IN_LANES, leastOfC);
    goal(turns, SDK_IN_LANES, PROCESS_BUILDER, 2.3);
    goal(turns, SDK, NU_PROCESS, 1.0);
    report.line("  in lanes, of C's one thread %s", turns.speed(SDK_IN_LANES, C).withQuartiles(2));
    report.line(
        "  with few files open, SDK : ProcessBuilder %s",
        turns.speed(SDK_FEW_FILES, PROCESS_BUILDER_FEW_FILES).withQuartiles(2));
    report.line(
        "  SDK above the floor: %s us a run",
        String.format(
            Locale.ROOT, "%.0f", turns.micros(SDK).median() - turns.micros(FLOOR).median()));
  }

  private void goal(Turns turns, String contender, String against, double atLeast) {
    double undisturbed =
        turns.micros(against).quantile(UNDISTURBED) / turns.micros(contender).quantile(UNDISTURBED);
    double byCpu = turns.cpuMicros(against) / turns.cpuMicros(contender);
    String ratio = contender + " : " + against;
    report.line("  %-31s by the fastest turns %.2f, by CPU time %.2f", ratio, undisturbed, byCpu);
    report.goal(ratio, turns.speed(contender, against), atLeast);
  }
}
