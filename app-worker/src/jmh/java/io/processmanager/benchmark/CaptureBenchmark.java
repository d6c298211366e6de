package io.processmanager.benchmark;

import io.processmanager.adapters.os.LinuxPorts;
import io.processmanager.adapters.os.OutputPlace;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.usecase.LocalJobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What a job prints as fast as it can, taken into a storage with nobody reading it, against the
 * same program with {@code cat} behind it. All in turns, in a random order.
 */
final class CaptureBenchmark {

  private static final long MEBIBYTE = 1 << 20;
  private static final int ROUNDS = 5;
  private static final int WARM_UP_ROUNDS = 1;
  private static final double LEAST_OF_CAT = 0.9;

  private final Report report;
  private final Path directory;
  private final int mebibytes;

  /**
   * @param mebibytes how much each job prints
   */
  CaptureBenchmark(Report report, Path directory, int mebibytes) {
    this.report = report;
    this.directory = directory;
    this.mebibytes = mebibytes;
  }

  /** One turn of a contender. */
  private interface Turn {
    void run() throws Exception;
  }

  /** A way to take a job's output, and how long its turns took. */
  private record Contender(String name, Turn turn, List<Double> seconds) {

    Contender(String name, Turn turn) {
      this(name, turn, new ArrayList<>());
    }

    void takeTurn() throws Exception {
      long begin = System.nanoTime();
      turn.run();
      seconds.add((System.nanoTime() - begin) / 1e9);
    }

    Sample perSecond(int mebibytes) {
      return Sample.of(seconds.stream().map(time -> mebibytes / time).toList());
    }

    Sample speed(Contender of) {
      List<Double> ratios = new ArrayList<>();
      for (int round = 0; round < seconds.size(); round++) {
        ratios.add(of.seconds.get(round) / seconds.get(round));
      }
      return Sample.of(ratios);
    }
  }

  void run() throws Exception {
    try (LocalJobs inMemory = LocalJobs.open();
        LocalJobs onDisk = LocalJobs.over(spool())) {
      Contender toNull =
          new Contender("job | cat > /dev/null", () -> shell("dd \"$@\" | cat > /dev/null"));
      Contender toFile =
          new Contender("job | cat > file", () -> shell("dd \"$@\" | cat > " + file()));
      Contender memory = new Contender("SDK, memory", () -> capture(inMemory));
      Contender spool = new Contender("SDK, spool", () -> capture(onDisk));
      List<Contender> contenders = List.of(toNull, toFile, memory, spool);
      turns(contenders, WARM_UP_ROUNDS);
      contenders.forEach(contender -> contender.seconds().clear());
      turns(contenders, ROUNDS);
      print(contenders);
      report.goal("SDK, memory : cat > null", memory.speed(toNull), LEAST_OF_CAT);
      report.goal("SDK, spool : cat > file", spool.speed(toFile), LEAST_OF_CAT);
    }
  }

  private LinuxPorts spool() {
    return LinuxPorts.builder().output(OutputPlace.spool(directory)).open();
  }

  private Path file() {
    return directory.resolve("captured");
  }

  private void turns(List<Contender> contenders, int count) throws Exception {
    Random random = new Random(1);
    List<Contender> order = new ArrayList<>(contenders);
    for (int round = 0; round < count; round++) {
      Collections.shuffle(order, random);
      for (Contender contender : order) {
        contender.takeTurn();
        Files.deleteIfExists(file());
      }
    }
  }

  private List<String> job() {
    return List.of("if=/dev/zero", "bs=128k", "count=" + 8 * mebibytes, "status=none");
  }

  private void shell(String script) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    command.addAll(job());
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException("exit status " + status + " of " + script);
    }
  }

  private void capture(LocalJobs local) throws Exception {
    Jobs jobs = local.forCaller(Caller.user("benchmark"));
    Job job = jobs.start(JobSpec.of("dd", job().toArray(String[]::new)));
    SpawnLoop.requireSuccess(jobs.awaitExit(job.id()).exit().shellStatus());
    OutputLog output = jobs.status(job.id()).output();
    if (output.endOffset() != mebibytes * MEBIBYTE || output.lostBytes() != 0) {
      throw new IOException("not all was taken: " + output);
    }
  }

  private void print(List<Contender> contenders) {
    report.title(
        "capture: %d MiB of dd, %d times each in turn; median [quartiles]", mebibytes, ROUNDS);
    for (Contender contender : contenders) {
      report.line(
          "  %-22s %s MiB/s", contender.name(), contender.perSecond(mebibytes).withQuartiles(0));
    }
  }
}
