package io.processmanager.ports.usecase;

import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsProvider;
import io.processmanager.ports.outbound.Audit;
import io.processmanager.ports.outbound.OutboundPorts;
import io.processmanager.ports.outbound.OutboundPortsProvider;
import io.processmanager.ports.outbound.OutputLimits;
import java.time.Duration;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Jobs on this machine, in this JVM.
 *
 * {@snippet :
 * try (LocalJobs local = LocalJobs.open()) {
 *   Jobs jobs = local.jobs();
 *   String head = jobs.run(JobSpec.of("git", "rev-parse", "HEAD")).orThrow().output().text();
 *   try (JobHandle build = jobs.launch(JobSpec.of("make", "-j8")).stopOnClose()) {
 *     build.lines().forEach(System.out::println);
 *     System.out.println(head + build.awaitExit().exit());
 *   }
 * }
 * }
 *
 * <p><b>Threading.</b> Any thread. Several may be open side by side; each has jobs of its own.
 */
public final class LocalJobs implements JobsProvider {

  private final JobEngine engine;

  private LocalJobs(JobEngine engine) {
    this.engine = engine;
  }

  /**
   * Opens jobs with the adapter for this operating system that is on the class path, and its
   * defaults.
   *
   * @throws UnsupportedOperationException there is no such adapter, or this machine lacks something
   *     that it needs
   */
  public static LocalJobs open() {
    return builder().open();
  }

  /** Opens jobs with settings of the caller's. */
  public static Builder builder() {
    return new Builder();
  }

  /** Opens jobs over ports that the caller opened; closing the jobs closes the ports. */
  public static LocalJobs over(OutboundPorts ports) {
    return builder().over(ports);
  }

  /** The jobs of this program itself, for one that has no callers to tell apart. */
  public Jobs jobs() {
    return forCaller(Caller.user("local"));
  }

  @Override
  public Jobs forCaller(Caller caller) {
    return new CallerJobs(engine, caller);
  }

  @Override
  public CompletionStage<Void> drain(Duration grace) {
    return engine.drain(grace);
  }

  /**
   * Refuses everything new, kills what still runs, ends readers and waits with {@link
   * io.processmanager.ports.inbound.JobsException.Unavailable}, and closes the ports.
   */
  @Override
  public void close() {
    engine.close();
  }

  /** How many watches wait for a change. */
  int waitingWatches() {
    return engine.waitingWatches();
  }

  /** Collects settings. */
  public static final class Builder {

    private static final int DEFAULT_ENDED_JOBS_KEPT = 10_000;

    private @Nullable OutputLimits limits;
    private Audit audit = Audit.none();
    private int endedJobsKept = DEFAULT_ENDED_JOBS_KEPT;
    private @Nullable Duration endedJobsKeptFor;

    private Builder() {}

    /** How much output is kept. Default: the adapter's, which goes by the size of the heap. */
    public Builder outputLimits(OutputLimits newLimits) {
      this.limits = Objects.requireNonNull(newLimits, "newLimits");
      return this;
    }

    /** Who is told what was done. Default: nobody. */
    public Builder audit(Audit newAudit) {
      this.audit = Objects.requireNonNull(newAudit, "newAudit");
      return this;
    }

    /**
     * How many ended jobs are kept with their output; behind that the ones that ended first are
     * forgotten. Fewer are kept when what they were started with, arguments and environment, is
     * more than 32 Mi characters. Default: {@value #DEFAULT_ENDED_JOBS_KEPT}.
     */
    public Builder endedJobsKept(int jobs) {
      if (jobs < 0) {
        throw new IllegalArgumentException("endedJobsKept " + jobs + " is negative");
      }
      this.endedJobsKept = jobs;
      return this;
    }

    /**
     * How long ended jobs are kept with their output, if {@link #endedJobsKept} lets them; then
     * they are forgotten, and who still reads them is told {@link
     * io.processmanager.ports.inbound.JobsException.NotFound}. Counted from when nothing is left of
     * a job. Default: as long as there is room.
     */
    public Builder endedJobsKeptFor(Duration time) {
      if (time.isNegative()) {
        throw new IllegalArgumentException("endedJobsKeptFor " + time + " is negative");
      }
      this.endedJobsKeptFor = time;
      return this;
    }

    /**
     * Opens the jobs with the adapter that is on the class path.
     *
     * @throws UnsupportedOperationException there is no such adapter, or this machine lacks
     *     something that it needs
     */
    public LocalJobs open() {
      return over(ports());
    }

    /** Opens the jobs over ports that the caller opened; closing the jobs closes the ports. */
    public LocalJobs over(OutboundPorts ports) {
      return new LocalJobs(new JobEngine(ports, new JobRegistry(endedJobsKept), endedJobsKeptFor));
    }

    private OutboundPorts ports() {
      OutboundPortsProvider provider =
          ServiceLoader.load(OutboundPortsProvider.class)
              .findFirst()
              .orElseThrow(
                  () ->
                      new UnsupportedOperationException(
                          "no adapter for local processes is on the class path;"
                              + " add io.processmanager:adapters-os, which needs Java 25"));
      OutputLimits chosen = limits;
      return provider.open(chosen == null ? provider.defaultLimits() : chosen, audit);
    }
  }
}
