package io.processmanager.benchmark;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.worker.WorkerProcess;
import java.nio.file.Files;
import java.nio.file.Path;

/** The program behind {@code benchmark.sh}: one measure for each call. */
final class Benchmark {

  private static final int SPAWN_ROUNDS = 40;
  private static final int STARTS = 3_000;
  private static final int RUNNING_JOBS = 10_000;
  private static final int CHURN_JOBS = 100_000;
  private static final int CAPTURE_MEBIBYTES = 4_096;
  private static final int FLOOD_GIBIBYTES = 10;
  private static final int LATENCY_LINES = 10_000;
  private static final int FOLLOWERS = 1_000;
  private static final int STALLED_ROUNDS = 30;

  private static final int REPLAY_ROUNDS = 12;
  private static final int CLI_REPLAY_ROUNDS = 5;
  private static final int FRESH_ROUNDS = 5;

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
      case "replay" -> benchmark.replay();
      case "cli-replay" -> benchmark.cliReplay();
      case "fresh" -> benchmark.fresh();
      case "churn" -> benchmark.churn();
      case "capture" -> benchmark.capture();
      case "flood" -> benchmark.flood();
      case "latency" -> benchmark.latency();
      case "followers" -> benchmark.followers();
      case "stalled" -> benchmark.stalled();
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

  private void replay() throws Exception {
    try (WorkerProcess worker = worker("replay");
        GrpcJobs remote = worker.connect();
        BareStream bare = BareStream.start(directory("bare"))) {
      new ReplayBenchmark(report, amount(REPLAY_ROUNDS)).run(remote, bare);
    }
  }

  private void cliReplay() throws Exception {
    try (WorkerProcess worker = worker("cli-replay")) {
      new CliReplayBenchmark(report, setting("benchmark.cli"), amount(CLI_REPLAY_ROUNDS))
          .run(worker);
    }
  }

  private void churn() throws Exception {
    new ChurnBenchmark(report, amount(CHURN_JOBS)).run();
  }

  private void capture() throws Exception {
    new CaptureBenchmark(report, directory("capture"), amount(CAPTURE_MEBIBYTES)).run();
  }

  private void flood() throws Exception {
    try (WorkerProcess worker = worker("flood")) {
      new FloodBenchmark(report, amount(FLOOD_GIBIBYTES)).run(worker);
    }
  }

  private void latency() throws Exception {
    try (WorkerProcess worker = worker("latency");
        GrpcJobs remote = worker.connect()) {
      new LatencyBenchmark(report, ticker(), amount(LATENCY_LINES)).run(remote);
    }
  }

  private void fresh() throws Exception {
    Path launcher = Path.of(setting("benchmark.worker"));
    new FreshBenchmark(report, launcher, directory("fresh"), amount(FRESH_ROUNDS)).run();
  }

  private void followers() throws Exception {
    Path launcher = Path.of(setting("benchmark.worker"));
    new FollowersBenchmark(report, ticker(), amount(FOLLOWERS), launcher, directory("followers"))
        .run();
  }

  private void stalled() throws Exception {
    try (WorkerProcess worker = worker("stalled");
        GrpcJobs reader = worker.connect();
        GrpcJobs others = worker.connect()) {
      Path fifo = directory("stalled").resolve("go");
      if (new ProcessBuilder("mkfifo", fifo.toString()).inheritIO().start().waitFor() != 0) {
        throw new IllegalStateException("no named pipe could be made at " + fifo);
      }
      new StalledReaderBenchmark(report, ProcFiles.of(worker), fifo, amount(STALLED_ROUNDS))
          .run(reader, others);
    }
  }

  private static Ticker ticker() {
    return new Ticker(setting("benchmark.ticker"));
  }

  private static Path directory(String name) throws Exception {
    return Files.createDirectories(Path.of(setting("benchmark.directory"), name));
  }

  private static WorkerProcess worker(String name) throws Exception {
    return WorkerProcess.start(Path.of(setting("benchmark.worker")), directory(name));
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
