package io.processmanager.benchmark;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.worker.WorkerProcess;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * The output of an ended job, copied to {@code /dev/null} by the packaged command line, and read by
 * the SDK, in turn. What a program takes for a single byte is its start-up, which is not counted;
 * what it takes for all but the first GiB is the difference between two of its runs.
 *
 * <p>There are two forms of the SDK: a client that has read for a while, of which all that matters
 * is compiled, and a program that is started for it as programs are, without what the command
 * line's launcher and its cache do for it.
 */
final class CliReplayBenchmark {

  private static final long GIBIBYTE = 1L << 30;
  private static final int GIBIBYTES = 3;
  private static final double MEBIBYTES_A_GIBIBYTE = 1024;
  private static final double LEAST_SHARE = 0.9;
  private static final int WARM_UP_READS = 4;

  private final Report report;
  private final String launcher;
  private final int rounds;

  private final List<Double> warm = new ArrayList<>();
  private final List<Double> started = new ArrayList<>();
  private final List<Double> first = new ArrayList<>();
  private final List<Double> further = new ArrayList<>();
  private final List<Double> startUps = new ArrayList<>();

  CliReplayBenchmark(Report report, String launcher, int rounds) {
    this.report = report;
    this.launcher = launcher;
    this.rounds = rounds;
  }

  void run(WorkerProcess worker) throws Exception {
    try (GrpcJobs jobs = worker.connect()) {
      String size = Long.toString(GIBIBYTES * GIBIBYTE);
      JobId job = jobs.start(JobSpec.of("head", "-c", size, "/dev/zero")).id();
      jobs.awaitExit(job);
      for (int read = 0; read < WARM_UP_READS; read++) {
        ReplayBenchmark.readFirst(jobs, job, GIBIBYTE);
      }
      Program cli =
          new Program(
              worker.environment(),
              bytes ->
                  List.of(launcher, "output", "--offset=0", "--limit=" + bytes, job.toString()));
      Program sdk = new Program(Map.of(), bytes -> SdkReader.command(worker, job, bytes));
      List<Turn> turns =
          new ArrayList<>(
              List.of(() -> readBy(cli), () -> readByStarted(sdk), () -> readByWarm(jobs, job)));
      for (int round = 0; round < rounds; round++) {
        for (Turn turn : turns) {
          turn.run();
        }
        Collections.rotate(turns, 1);
      }
    }
    print();
  }

  private interface Turn {
    void run() throws Exception;
  }

  private void readBy(Program cli) throws Exception {
    double cliStartUp = cli.secondsFor(1);
    double cliFirst = cli.secondsFor(GIBIBYTE) - cliStartUp;
    double cliAll = cli.secondsFor(GIBIBYTES * GIBIBYTE) - cliStartUp;
    startUps.add(cliStartUp);
    first.add(MEBIBYTES_A_GIBIBYTE / cliFirst);
    further.add((GIBIBYTES - 1) * MEBIBYTES_A_GIBIBYTE / (cliAll - cliFirst));
  }

  private void readByStarted(Program sdk) throws Exception {
    double sdkStartUp = sdk.secondsFor(1);
    started.add(MEBIBYTES_A_GIBIBYTE / (sdk.secondsFor(GIBIBYTE) - sdkStartUp));
  }

  private void readByWarm(GrpcJobs jobs, JobId job) throws Exception {
    long begin = System.nanoTime();
    ReplayBenchmark.readFirst(jobs, job, GIBIBYTE);
    warm.add(MEBIBYTES_A_GIBIBYTE / secondsSince(begin));
  }

  private void print() {
    report.title(
        "cli-replay: %d GiB to stdout, 1 GiB to the SDK, %d times each in turn", GIBIBYTES, rounds);
    report.line("  %-15s %s MiB/s", "SDK, warm", Sample.of(warm).withQuartiles(0));
    report.line("  %-15s %s MiB/s", "SDK, started", Sample.of(started).withQuartiles(0));
    report.line(
        "  %-15s %s MiB/s, behind %s s of start-up",
        "CLI, 1st GiB", Sample.of(first).withQuartiles(0), Sample.of(startUps).withQuartiles(2));
    report.line("  %-15s %s MiB/s", "CLI, further", Sample.of(further).withQuartiles(0));
    report.goal("CLI, 1st GiB : SDK, warm", ratio(first, warm), LEAST_SHARE);
    report.goal("CLI, further : SDK, warm", ratio(further, warm), LEAST_SHARE);
    report.line(
        "  %-28s %s", "CLI, 1st GiB : SDK, started", ratio(first, started).withQuartiles(2));
  }

  private static Sample ratio(List<Double> ours, List<Double> theirs) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      ratios.add(ours.get(i) / theirs.get(i));
    }
    return Sample.of(ratios);
  }

  private static double secondsSince(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  /** A program that is started for each reading. */
  private record Program(
      Map<String, String> environment, LongFunction<List<String>> commandForBytes) {

    double secondsFor(long bytes) throws Exception {
      ProcessBuilder builder = new ProcessBuilder(commandForBytes.apply(bytes));
      builder.environment().putAll(environment);
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
      long begin = System.nanoTime();
      int exit = builder.start().waitFor();
      if (exit != 0) {
        throw new IllegalStateException(builder.command() + " exited with " + exit);
      }
      return secondsSince(begin);
    }
  }
}
