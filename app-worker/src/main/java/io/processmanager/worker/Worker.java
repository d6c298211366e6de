package io.processmanager.worker;

import io.processmanager.adapters.grpc.server.GrpcJobsServer;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.Thoroughness;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobPage;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.JobsProvider;
import io.processmanager.ports.inbound.StopOutcome;
import io.processmanager.worker.wiring.WorkerComponent;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A worker's life: it listens, and one day it drains. */
final class Worker {

  private static final System.Logger LOG = System.getLogger(Worker.class.getName());

  /** What the end of jobs may take beyond the grace period. */
  private static final Duration DRAIN_MARGIN = Duration.ofSeconds(15);

  /** How long jobs may take to tell whether a kill is pending: as long as a stop's, and more. */
  private static final Duration PENDING_PATIENCE = Duration.ofSeconds(2);

  /** How long open calls may take to be answered when all jobs have ended. */
  private static final Duration CALLS_PATIENCE = Duration.ofSeconds(4);

  private final JobsProvider jobs;
  private final List<GrpcJobsServer> servers;
  private final String selfTest;

  /**
   * @param servers what offers the jobs, one for each endpoint
   * @param selfTest what of this machine was found to work, in one line
   */
  Worker(JobsProvider jobs, List<GrpcJobsServer> servers, String selfTest) {
    this.jobs = jobs;
    this.servers = List.copyOf(servers);
    this.selfTest = selfTest;
  }

  /**
   * A worker with these settings; nobody listens yet.
   *
   * @throws UnsupportedOperationException this machine lacks something; the message says what
   * @throws io.processmanager.adapters.os.UnusableDirectoryException output cannot be kept there
   * @throws JobsException no thread, descriptor or memory is left, or the kernel refuses something
   */
  static Worker of(WorkerSettings settings) {
    WorkerComponent component =
        WorkerComponent.of(
            settings.endpoints(),
            settings.output(),
            settings.cgroups(),
            settings.retention(),
            new LogAudit());
    return new Worker(component.jobs(), component.servers(), component.ports().selfTestReport());
  }

  /**
   * Listens, and tells where.
   *
   * @throws IOException one of the addresses cannot be listened on; nothing is left open. The
   *     message begins with the options that say where
   */
  List<String> start() throws IOException, InterruptedException {
    for (GrpcJobsServer server : servers) {
      try {
        server.start();
      } catch (IOException failed) {
        endServers(Duration.ZERO);
        jobs.close();
        throw new IOException(options(server) + ": " + failed.getMessage(), failed);
      }
    }
    // Not before: a worker that cannot start says why, and nothing else.
    LOG.log(System.Logger.Level.INFO, () -> "self-test: " + selfTest);
    return servers.stream().map(GrpcJobsServer::address).toList();
  }

  private static String options(GrpcJobsServer server) {
    return server.address().startsWith("unix:/") ? "--unix-socket" : "--host, --port";
  }

  /**
   * Refuses new jobs, stops those that run, and closes down when whoever follows one has been told
   * its end.
   *
   * @return whether every job ended in time, with all that it left behind
   */
  boolean drain(Duration grace) throws InterruptedException {
    servers.forEach(GrpcJobsServer::announceShutdown);
    boolean drained = stopJobs(grace) && nothingIsPending();
    endServers(CALLS_PATIENCE);
    jobs.close();
    return drained;
  }

  /** All at once, as each may take all of its time. */
  private void endServers(Duration patience) throws InterruptedException {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      threads.invokeAll(
          servers.stream()
              .map(
                  server ->
                      (Callable<Boolean>)
                          () -> {
                            server.shutdown(patience);
                            return true;
                          })
              .toList());
    }
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

  /**
   * What SIGKILL does not end, in the kernel's uninterruptible sleep, is not waited for: neither a
   * leader nor what one that has ended left behind, of which only the answer to a stop tells.
   */
  private boolean nothingIsPending() throws InterruptedException {
    Map<JobId, CompletableFuture<StopOutcome>> stops = stopAllAgain();
    try {
      CompletableFuture.allOf(stops.values().toArray(CompletableFuture[]::new))
          .get(PENDING_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException seenBelow) {
      LOG.log(System.Logger.Level.DEBUG, "not all jobs could be asked for", seenBelow);
    }
    List<JobId> pending =
        stops.entrySet().stream()
            .filter(stop -> isPending(stop.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    for (JobId job : pending) {
      LOG.log(
          System.Logger.Level.ERROR,
          "something of job " + job + " was sent SIGKILL and has not died; the kernel has it now");
    }
    return pending.isEmpty();
  }

  /** One by one: a job of which nothing is left answers at once. */
  private Map<JobId, CompletableFuture<StopOutcome>> stopAllAgain() {
    Jobs all = jobs.forCaller(Caller.admin("process-manager"));
    Map<JobId, CompletableFuture<StopOutcome>> stops = new LinkedHashMap<>();
    JobQuery query = JobQuery.visible().withPageSize(JobQuery.LARGEST_PAGE);
    JobPage page = all.list(query);
    stopAgain(all, page, stops);
    while (!page.isLast()) {
      page = all.list(query.withPageToken(page.nextToken()));
      stopAgain(all, page, stops);
    }
    return stops;
  }

  private static void stopAgain(
      Jobs all, JobPage page, Map<JobId, CompletableFuture<StopOutcome>> stops) {
    for (Job job : page.jobs()) {
      stops.put(job.id(), all.requestStop(job.id(), Duration.ZERO).toCompletableFuture());
    }
  }

  private static boolean isPending(CompletableFuture<StopOutcome> stop) {
    return switch (stop.state()) {
      case SUCCESS -> stop.resultNow().thoroughness() == Thoroughness.KILL_PENDING;
      // A job of which something is left is not forgotten.
      case FAILED -> !(stop.exceptionNow() instanceof JobsException.NotFound);
      case RUNNING, CANCELLED -> true;
    };
  }
}
