package io.processmanager.worker;

import io.processmanager.adapters.grpc.server.GrpcJobsServer;
import io.processmanager.ports.inbound.JobsProvider;
import io.processmanager.worker.wiring.WorkerComponent;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A worker's life: it listens, and one day it drains. */
final class Worker {

  private static final System.Logger LOG = System.getLogger(Worker.class.getName());

  /** What the end of jobs may take beyond the grace period. */
  private static final Duration DRAIN_MARGIN = Duration.ofSeconds(15);

  /** How long open calls may take to be answered when all jobs have ended. */
  private static final Duration CALLS_PATIENCE = Duration.ofSeconds(4);

  private final JobsProvider jobs;
  private final GrpcJobsServer server;

  Worker(JobsProvider jobs, GrpcJobsServer server) {
    this.jobs = jobs;
    this.server = server;
  }

  /**
   * A worker with these settings; nobody listens yet.
   *
   * @throws UnsupportedOperationException this machine lacks something; the message says what
   */
  static Worker of(WorkerSettings settings) {
    WorkerComponent component =
        WorkerComponent.of(
            settings.address(),
            settings.tls(),
            settings.profile(),
            settings.admins(),
            settings.limits(),
            new LogAudit());
    return new Worker(component.jobs(), component.server());
  }

  /**
   * Listens and gives the port.
   *
   * @throws IOException the address cannot be listened on; nothing is left open
   */
  int start() throws IOException {
    try {
      server.start();
      return server.port();
    } catch (IOException failed) {
      jobs.close();
      throw failed;
    }
  }

  /**
   * Refuses new jobs, stops those that run, and closes down when whoever follows one has been told
   * its end.
   *
   * @return whether every job ended in time
   */
  boolean drain(Duration grace) throws InterruptedException {
    server.announceShutdown();
    boolean drained = stopJobs(grace);
    server.shutdown(CALLS_PATIENCE);
    jobs.close();
    return drained;
  }

  private boolean stopJobs(Duration grace) throws InterruptedException {
    try {
      jobs.drain(grace)
          .toCompletableFuture()
          .get(grace.plus(DRAIN_MARGIN).toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException failed) {
      LOG.log(System.Logger.Level.ERROR, "stopping the jobs failed", failed.getCause());
    } catch (TimeoutException late) {
      LOG.log(System.Logger.Level.ERROR, "some jobs have not ended; they are killed");
    }
    return false;
  }
}
