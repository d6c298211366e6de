package io.processmanager.benchmark;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.worker.WorkerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * A worker that has just been started, as it is packaged and without what the packaging does for
 * its JVM, in turn: until it listens, and the first GiBs that it sends. The client is warm, so that
 * it is the worker's time.
 */
final class FreshBenchmark {

  private static final long GIBIBYTE = 1L << 30;
  private static final int READS = 3;

  /** So many rounds have only the client warmed up. */
  private static final int WARM_UP_ROUNDS = 1;

  private final Report report;
  private final Path launcher;
  private final Path directory;
  private final int rounds;

  private final Contestant packaged = new Contestant("as packaged", "", new ArrayList<>());

  private final Contestant plain = new Contestant("plain", "-XX:AOTMode=off", new ArrayList<>());

  /**
   * @param directory for certificates, logs and output
   */
  FreshBenchmark(Report report, Path launcher, Path directory, int rounds) {
    this.report = report;
    this.launcher = launcher;
    this.directory = directory;
    this.rounds = rounds;
  }

  private record Contestant(String name, String javaOptions, List<Life> lives) {

    /** Of each of its workers in turn: what it took at first, and for each reading. */
    Sample seconds(int reading) {
      return Sample.of(lives.stream().map(life -> life.seconds().get(reading)).toList());
    }

    Sample cpuSeconds(int reading) {
      return Sample.of(lives.stream().map(life -> life.cpuSeconds().get(reading)).toList());
    }
  }

  /** What a worker took until it listened, and then for each GiB. */
  private record Life(List<Double> seconds, List<Double> cpuSeconds, long residentKib) {}

  void run() throws Exception {
    List<Contestant> turns = new ArrayList<>(List.of(packaged, plain));
    for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
      for (Contestant contestant : turns) {
        Life life = live(contestant);
        if (round >= 0) {
          contestant.lives().add(life);
        }
      }
      // Who is first in one round is second in the next.
      Collections.reverse(turns);
    }
    print();
  }

  private Life live(Contestant contestant) throws Exception {
    Path own = Files.createTempDirectory(directory, "worker");
    try (WorkerProcess worker = WorkerProcess.start(launcher, own, contestant.javaOptions())) {
      ProcFiles proc = ProcFiles.of(worker);
      double untilItListens = secondsSinceTheStartOf(worker);
      List<Double> seconds = new ArrayList<>(List.of(untilItListens));
      List<Double> cpuSeconds = new ArrayList<>(List.of(proc.cpuSeconds()));
      long resident = proc.residentKib();
      try (GrpcJobs jobs = worker.connect()) {
        JobId job = jobs.start(JobSpec.of("head", "-c", Long.toString(GIBIBYTE), "/dev/zero")).id();
        jobs.awaitExit(job);
        for (int reading = 0; reading < READS; reading++) {
          double cpuBefore = proc.cpuSeconds();
          long begin = System.nanoTime();
          ReplayBenchmark.readFirst(jobs, job, GIBIBYTE);
          seconds.add((System.nanoTime() - begin) / 1e9);
          cpuSeconds.add(proc.cpuSeconds() - cpuBefore);
        }
      }
      return new Life(seconds, cpuSeconds, resident);
    }
  }

  private static double secondsSinceTheStartOf(WorkerProcess worker) {
    Instant started =
        ProcessHandle.of(worker.pid())
            .flatMap(process -> process.info().startInstant())
            .orElseThrow();
    return Duration.between(started, Instant.now()).toMillis() / 1e3;
  }

  private void print() {
    report.title("fresh: a worker that has just been started, %d of each in turn", rounds);
    for (Contestant contestant : List.of(packaged, plain)) {
      report.line("  %s", contestant.name());
      for (int reading = 0; reading <= READS; reading++) {
        report.line(
            "    %-16s %s s, of its processor time %s s",
            reading == 0 ? "until it listens" : "GiB " + reading,
            contestant.seconds(reading).withQuartiles(2),
            contestant.cpuSeconds(reading).withQuartiles(2));
      }
      report.line(
          "    %-16s %s MiB resident",
          "then",
          Sample.of(contestant.lives().stream().map(life -> life.residentKib() / 1024).toList())
              .withQuartiles(0));
    }
    for (int reading = 0; reading <= READS; reading++) {
      report.line(
          "  packaged : plain, %-16s %s",
          reading == 0 ? "until it listens" : "GiB " + reading, ratio(reading).withQuartiles(2));
    }
  }

  private Sample ratio(int reading) {
    Collection<Double> ratios = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      ratios.add(
          packaged.lives().get(round).seconds().get(reading)
              / plain.lives().get(round).seconds().get(reading));
    }
    return Sample.of(ratios);
  }
}
