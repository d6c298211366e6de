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
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Jobs on this machine, in this JVM.
 *
 * {@snippet file="io/processmanager/ports/snippet/JobsSnippets.java" region="embedded"}
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
   * defaults. It is looked for where this class was loaded from, and then where the thread's
   * context class loader looks.
   *
   * @return the jobs, to be closed
   * @throws UnsupportedOperationException there is no such adapter, or this machine lacks something
   *     that it needs
   */
  public static LocalJobs open() {
    return builder().open();
  }

  /**
   * Opens jobs with settings of the caller's.
   *
   * @return settings, with their defaults
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Opens jobs over ports that the caller opened; closing the jobs closes the ports.
   *
   * @param ports what to run on
   * @return the jobs, to be closed
   */
  public static LocalJobs over(OutboundPorts ports) {
    return builder().over(ports);
  }

  /** {@return the jobs of this program itself, for one that has no callers to tell apart} */
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
   * Starts nothing more, deals with what still runs as {@linkplain Builder#atClose configured},
   * ends readers and waits, closes the ports, and refuses every call from then on, all with {@link
   * io.processmanager.ports.inbound.JobsException.Unavailable}. Any thread may close, one that runs
   * what was hung onto a job included. Whoever closes second waits for the first.
   *
   * <p>A JVM that ends without this leaves its jobs running, as {@link AtClose#leave()} does. No
   * thread of these jobs keeps it alive, and no shutdown hook is registered: who needs one adds it.
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

    private static final int MOST_KEPT_BY_DEFAULT = 10_000;
    private static final int FEWEST_KEPT_BY_DEFAULT = 100;

    /**
     * What an ended job may take of the heap with its arguments and a short output, eight times.
     */
    private static final long HEAP_BYTES_FOR_ONE = 100_000;

    private @Nullable OutputLimits limits;
    private Audit audit = Audit.none();
    private int endedJobsKept = keptByDefault(Runtime.getRuntime().maxMemory());
    private @Nullable Duration endedJobsKeptFor;
    private AtClose atClose = AtClose.kill();

    private Builder() {}

    static int keptByDefault(long heapBytes) {
      long roomFor = Math.min(heapBytes / HEAP_BYTES_FOR_ONE, MOST_KEPT_BY_DEFAULT);
      return (int) Math.max(roomFor, FEWEST_KEPT_BY_DEFAULT);
    }

    /**
     * How much output is kept. Default: the adapter's, which goes by the size of the heap.
     *
     * @param newLimits how much
     * @return this builder
     */
    public Builder outputLimits(OutputLimits newLimits) {
      this.limits = Objects.requireNonNull(newLimits, "newLimits");
      return this;
    }

    /**
     * Who is told what was done. Default: nobody.
     *
     * @param newAudit who is told
     * @return this builder
     */
    public Builder audit(Audit newAudit) {
      this.audit = Objects.requireNonNull(newAudit, "newAudit");
      return this;
    }

    /**
     * How many ended jobs are kept with their output, of all owners together. Behind that, jobs of
     * the owner who has most of them are forgotten, the ones that ended first: so who runs many
     * pushes out their own. Fewer are kept when what they were started with, arguments and
     * environment, is more than 32 Mi characters. A job takes some 2 kB of the heap, and what it
     * was started with and the first 256 KiB of its output come on top. Default: 10,000, or one for
     * each 100 kB of the JVM's largest heap if that is fewer, but 100 at least.
     *
     * <p>With very few a job that nobody has asked about may be forgotten before its caller does:
     * {@link Jobs#run} and readers are told {@link
     * io.processmanager.ports.inbound.JobsException.NotFound} then.
     *
     * @param jobs how many; not negative
     * @return this builder
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
     *
     * @param time how long; not negative
     * @return this builder
     */
    public Builder endedJobsKeptFor(Duration time) {
      if (time.isNegative()) {
        throw new IllegalArgumentException("endedJobsKeptFor " + time + " is negative");
      }
      this.endedJobsKeptFor = time;
      return this;
    }

    /**
     * What becomes of jobs that still run at the close. Default: {@link AtClose#kill()}.
     *
     * @param fate what
     * @return this builder
     */
    public Builder atClose(AtClose fate) {
      this.atClose = Objects.requireNonNull(fate, "fate");
      return this;
    }

    /**
     * Opens the jobs with the adapter that is on the class path.
     *
     * @return the jobs, to be closed
     * @throws UnsupportedOperationException there is no such adapter, or this machine lacks
     *     something that it needs
     */
    public LocalJobs open() {
      return openOver(ports());
    }

    /**
     * Opens the jobs over ports that the caller opened; closing the jobs closes the ports.
     *
     * @param ports what to run on
     * @return the jobs, to be closed
     * @throws IllegalStateException limits or an audit were set, which are the ports' own
     */
    public LocalJobs over(OutboundPorts ports) {
      if (limits != null || !audit.equals(Audit.none())) {
        throw new IllegalStateException(
            "outputLimits and audit are for jobs opened with open(); give them to the ports");
      }
      return openOver(ports);
    }

    private LocalJobs openOver(OutboundPorts ports) {
      JobRegistry registry = new JobRegistry(endedJobsKept);
      return new LocalJobs(new JobEngine(ports, registry, endedJobsKeptFor, atClose));
    }

    private OutboundPorts ports() {
      OutboundPortsProvider provider = provider();
      OutputLimits chosen = limits;
      return provider.open(chosen == null ? provider.defaultLimits() : chosen, audit);
    }

    private static OutboundPortsProvider provider() {
      try {
        return providerSeenBy(LocalJobs.class.getClassLoader())
            .or(() -> providerSeenBy(Thread.currentThread().getContextClassLoader()))
            .orElseThrow(
                () ->
                    new UnsupportedOperationException(
                        "no adapter for local processes is on the class path;"
                            + " add io.processmanager:adapters-os, which needs Java 25"));
      } catch (UnsupportedClassVersionError newer) {
        throw javaIsTooOld(newer);
      } catch (ServiceConfigurationError failure) {
        // So it is told of on the module path.
        if (failure.getCause() instanceof UnsupportedClassVersionError newer) {
          throw javaIsTooOld(newer);
        }
        throw failure;
      }
    }

    /**
     * The loader of this class comes first: what it sees is of the same build, and what a thread's
     * context sees may be another program's, or nothing at all.
     */
    private static Optional<OutboundPortsProvider> providerSeenBy(@Nullable ClassLoader loader) {
      return ServiceLoader.load(OutboundPortsProvider.class, loader).findFirst();
    }

    private static UnsupportedOperationException javaIsTooOld(UnsupportedClassVersionError newer) {
      return new UnsupportedOperationException(
          "jobs in this JVM need Java 25 or later, and it is Java "
              + Runtime.version().feature()
              + "; run the program on a newer one, or its jobs on a worker",
          newer);
    }
  }
}
