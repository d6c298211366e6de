package io.processmanager.benchmark;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import java.nio.file.Files;
import java.nio.file.Path;

/** The program behind {@code benchmark.sh}: one measure for each call. */
final class Benchmark {

  private static final int SPAWN_ROUNDS = 40;
  private static final int STARTS = 3_000;
  private static final int RUNNING_JOBS = 10_000;
  private static final int CHURN_JOBS = 100_000;

  private final Report report = new Report(System.out);

  /** How much of a measure; none for the usual. */
  private final String[] arguments;

  private Benchmark(String[] arguments) {
    this.arguments = arguments;
  }

  /** Takes the name of a measure and how much of it. */
  public static void main(String[] arguments) throws Exception {
    Benchmark benchmark = new Benchmark(arguments);
    switch (arguments[0]) {
      case "spawn" -> benchmark.spawn();
      case "start" -> benchmark.start();
      case "running" -> benchmark.running();
      case "churn" -> benchmark.churn();
      default -> throw new IllegalArgumentException("there is no measure '" + arguments[0] + "'");
    }
  }

  private void spawn() throws Exception {
    new SpawnBenchmark(report, setting("benchmark.native"), amount(SPAWN_ROUNDS)).run();
  }

  private void start() throws Exception {
    try (WorkerProcess worker = worker("start");
        GrpcJobs remote = worker.connect()) {
      new StartBenchmark(report, amount(STARTS)).run(remote);
    }
  }

  private void running() throws Exception {
    Runtime.getRuntime().addShutdownHook(new Thread(Crowd::killLeftBehind));
    try (WorkerProcess few = worker("few");
        WorkerProcess many = worker("many")) {
      new RunningBenchmark(report, amount(RUNNING_JOBS)).run(few, many);
    }
  }

  private void churn() throws Exception {
    new ChurnBenchmark(report, amount(CHURN_JOBS)).run();
  }

  private static WorkerProcess worker(String name) throws Exception {
    Path directory = Path.of(setting("benchmark.directory"), name);
    Files.createDirectories(directory);
    return WorkerProcess.start(Path.of(setting("benchmark.worker")), directory);
  }

  private static String setting(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException("-D" + name + " is not set; benchmark.sh sets it");
    }
    return value;
  }

  private int amount(int usual) {
    return arguments.length > 1 ? Integer.parseInt(arguments[1]) : usual;
  }
}
