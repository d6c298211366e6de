package io.processmanager.benchmark;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.OutputQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/**
 * A job that prints at full speed and a client that reads it all, alone and beside readers that
 * have stopped dead, in turns. The job first prints more than a client reads ahead, and goes on
 * when neither worker nor clients have anything left to do for those.
 */
final class StalledReaderBenchmark {

  private static final int STALLED = 10;
  private static final int WARM_UP_ROUNDS = 25;

  /** Who takes no processor time in so long is at rest; it is counted in 10 ms. */
  private static final long REST_MILLIS = 200;

  private static final long BOUND_SECONDS = 60;
  private static final double LEAST_OF_ALONE = 0.95;
  private static final String SCRIPT =
      "head -c 8000000 /dev/zero; read go < \"$1\""
          + "; exec dd if=/dev/zero bs=64k count=1600 status=none";

  private final Report report;
  private final ProcFiles worker;
  private final ProcFiles clients = ProcFiles.of(ProcessHandle.current().pid());
  private final Path fifo;
  private final int rounds;

  /**
   * @param worker its process
   * @param fifo a named pipe, by which jobs are told to go on
   */
  StalledReaderBenchmark(Report report, ProcFiles worker, Path fifo, int rounds) {
    this.report = report;
    this.worker = worker;
    this.fifo = fifo;
    this.rounds = rounds;
  }

  /** How long one turn's job ran, and how long its reader took to have it all. */
  private record Turn(double jobSeconds, double readerSeconds) {}

  /** Takes one item and asks for no other. */
  private static final class Stalled implements Flow.Subscriber<OutputItem> {

    private final CompletableFuture<Flow.Subscription> begun = new CompletableFuture<>();
    private final CompletableFuture<OutputItem> stopped = new CompletableFuture<>();

    @Override
    public void onSubscribe(Flow.Subscription given) {
      begun.complete(given);
      given.request(1);
    }

    @Override
    public void onNext(OutputItem item) {
      stopped.complete(item);
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}

    void leave() {
      var _ = begun.thenAccept(Flow.Subscription::cancel);
    }
  }

  /** The stalled ones have a connection of their own, as another program's would. */
  void run(GrpcJobs reader, GrpcJobs others) throws Exception {
    turns(reader, others, WARM_UP_ROUNDS, new ArrayList<>(), new ArrayList<>());
    List<Turn> alone = new ArrayList<>();
    List<Turn> beside = new ArrayList<>();
    turns(reader, others, rounds, alone, beside);
    report.title("stalled: 100 MiB printed and read, alone and beside %d stalled readers", STALLED);
    List<Double> jobRatios = new ArrayList<>();
    List<Double> readerRatios = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      jobRatios.add(alone.get(round).jobSeconds() / beside.get(round).jobSeconds());
      readerRatios.add(alone.get(round).readerSeconds() / beside.get(round).readerSeconds());
    }
    report.goal("speed of the job", Sample.of(jobRatios), LEAST_OF_ALONE);
    report.goal("speed of the reader", Sample.of(readerRatios), LEAST_OF_ALONE);
  }

  private void turns(
      GrpcJobs reader, GrpcJobs others, int count, List<Turn> alone, List<Turn> beside)
      throws Exception {
    for (int round = 0; round < count; round++) {
      // Who is first in one round is second in the next.
      if (round % 2 == 0) {
        alone.add(turn(reader, others, 0));
        beside.add(turn(reader, others, STALLED));
      } else {
        beside.add(turn(reader, others, STALLED));
        alone.add(turn(reader, others, 0));
      }
    }
  }

  private Turn turn(GrpcJobs reader, GrpcJobs others, int stalledReaders) throws Exception {
    Job job = reader.start(JobSpec.of("sh", "-c", SCRIPT, "sh", fifo.toString()));
    List<Stalled> stalled = new ArrayList<>();
    for (int i = 0; i < stalledReaders; i++) {
      Stalled next = new Stalled();
      others.output(job.id(), OutputQuery.all()).subscribe(next);
      stalled.add(next);
      next.stopped.get(BOUND_SECONDS, TimeUnit.SECONDS);
    }
    Following following = Following.of(reader, job.id());
    awaitRest();
    Files.writeString(fifo, "go\n", StandardOpenOption.WRITE);
    long begin = System.nanoTime();
    SpawnLoop.requireSuccess(reader.awaitExit(job.id()).exit().shellStatus());
    double jobSeconds = (System.nanoTime() - begin) / 1e9;
    following.end().get(BOUND_SECONDS, TimeUnit.SECONDS);
    double readerSeconds = (System.nanoTime() - begin) / 1e9;
    stalled.forEach(Stalled::leave);
    return new Turn(jobSeconds, readerSeconds);
  }

  /** What the transport holds for a reader that has stopped is on its way to it for a while. */
  private void awaitRest() throws Exception {
    long bound = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
    double before = -1;
    double now = cpuSeconds();
    while (now != before) {
      if (System.nanoTime() > bound) {
        throw new IllegalStateException("worker and clients do not come to rest");
      }
      Thread.sleep(REST_MILLIS);
      before = now;
      now = cpuSeconds();
    }
  }

  private double cpuSeconds() throws IOException {
    return worker.cpuSeconds() + clients.cpuSeconds();
  }
}
