package io.processmanager.benchmark;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The output of an ended job, copied to {@code /dev/null} by the packaged command line, and read by
 * a warm SDK client, in turn. What the command takes for a single byte is its start-up, which is
 * not counted.
 */
final class CliReplayBenchmark {

  private static final long BYTES = 1L << 30;
  private static final double MEBIBYTE = 1 << 20;
  private static final double LEAST_SHARE = 0.9;

  private final Report report;
  private final String launcher;
  private final int rounds;

  CliReplayBenchmark(Report report, String launcher, int rounds) {
    this.report = report;
    this.launcher = launcher;
    this.rounds = rounds;
  }

  void run(WorkerProcess worker) throws Exception {
    List<Double> sdk = new ArrayList<>();
    List<Double> cli = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    List<Double> startUps = new ArrayList<>();
    try (GrpcJobs jobs = worker.connect()) {
      JobId job = jobs.start(JobSpec.of("head", "-c", Long.toString(BYTES), "/dev/zero")).id();
      jobs.awaitExit(job);
      Map<String, String> environment = worker.environment();
      ReplayBenchmark.read(jobs, job);
      for (int round = 0; round < rounds; round++) {
        double startUp = seconds(() -> output(environment, "--limit=1", job));
        double inAll = seconds(() -> output(environment, "--offset=0", job));
        double ofSdk = seconds(() -> require(ReplayBenchmark.read(jobs, job)));
        startUps.add(startUp);
        cli.add(BYTES / MEBIBYTE / (inAll - startUp));
        sdk.add(BYTES / MEBIBYTE / ofSdk);
        shares.add(cli.get(round) / sdk.get(round));
      }
    }
    report.title("cli-replay: 1 GiB to stdout, %d times each in turn", rounds);
    report.line("  %-15s %s MiB/s", "SDK client", Sample.of(sdk).withQuartiles(0));
    report.line(
        "  %-15s %s MiB/s, behind %s s of start-up",
        "command line", Sample.of(cli).withQuartiles(0), Sample.of(startUps).withQuartiles(2));
    report.goal("CLI : SDK", Sample.of(shares), LEAST_SHARE);
  }

  private static void require(long received) {
    if (received != BYTES) {
      throw new IllegalStateException(received + " bytes came, and not " + BYTES);
    }
  }

  private void output(Map<String, String> environment, String option, JobId job) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(launcher, "output", option, job.toString());
    builder.environment().putAll(environment);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    int exit = builder.start().waitFor();
    if (exit != 0) {
      throw new IllegalStateException("the command line exited with " + exit);
    }
  }

  private interface Reading {
    void read() throws Exception;
  }

  private static double seconds(Reading reading) throws Exception {
    long start = System.nanoTime();
    reading.read();
    return (System.nanoTime() - start) / 1e9;
  }
}
