package io.processmanager.adapters.os;

import io.processmanager.domain.job.JobId;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.outbound.Audit;
import io.processmanager.ports.outbound.JobIds;
import io.processmanager.ports.outbound.OutboundPorts;
import io.processmanager.ports.outbound.OutputStorage;
import io.processmanager.ports.outbound.ProcessLauncher;
import io.processmanager.ports.outbound.Scheduler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The outbound ports on Linux: processes of this machine, with their output in this JVM's memory or
 * in files.
 *
 * <p><b>Behaviour.</b> Several may be open at once; each has its own processes and threads. {@link
 * #close} kills what runs and ends its output.
 *
 * <p><b>Threading.</b> Any thread. The threads are daemons: they keep no JVM alive.
 *
 * <p><b>Source.</b> clone(2), pidfd_open(2), epoll(7), proc(5).
 */
public final class LinuxPorts implements OutboundPorts {

  private static final String READER_NAME = "process-manager-reader";
  private static final String OBSERVER_NAME = "process-manager-observer";
  private static final String DEPENDENTS_NAME = "process-manager-dependents";
  private static final int MOST_READER_THREADS = 4;
  private static final long READER_THREAD_IDLE_SECONDS = 10;

  /** How long readers may take, when all is closed, to be given what is still there. */
  private static final long LAST_READS_SECONDS = 5;

  private final ClosableStorage storage;
  private final LinuxProcessLauncher processes;
  private final DelayScheduler scheduler;
  private final ThreadPoolExecutor readers;
  private final ThreadPoolExecutor observers;
  private final ThreadPoolExecutor dependentThreads;
  private final Executor dependents;
  private final Audit audit;
  private final String report;

  private LinuxPorts(
      ClosableStorage storage,
      LinuxProcessLauncher processes,
      DelayScheduler scheduler,
      ThreadPoolExecutor readers,
      ThreadPoolExecutor observers,
      ThreadPoolExecutor dependentThreads,
      Executor dependents,
      Audit audit,
      String report) {
    this.storage = storage;
    this.processes = processes;
    this.scheduler = scheduler;
    this.readers = readers;
    this.observers = observers;
    this.dependentThreads = dependentThreads;
    this.dependents = dependents;
    this.audit = audit;
    this.report = report;
  }

  /** {@return settings, with their defaults, to be changed one by one} */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * {@return what was found when the ports were opened, in one line: that the kernel's calls work,
   * and how jobs are contained}
   */
  public String selfTestReport() {
    return report;
  }

  private static ThreadPoolExecutor threads(String name) {
    int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, MOST_READER_THREADS);
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            READER_THREAD_IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            DaemonThreads.named(name));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  @Override
  public ProcessLauncher processes() {
    return processes;
  }

  @Override
  public OutputStorage storage() {
    return storage;
  }

  @Override
  public InstantSource time() {
    return InstantSource.system();
  }

  @Override
  public Scheduler scheduler() {
    return scheduler;
  }

  /** Random UUIDs, version 4 of RFC 9562: 122 bits that nobody can guess. */
  @Override
  public JobIds ids() {
    return () -> new JobId(UUID.randomUUID());
  }

  @Override
  public Audit audit() {
    return audit;
  }

  @Override
  public Executor readers() {
    return readers;
  }

  @Override
  public Executor observers() {
    return observers;
  }

  @Override
  public Executor dependents() {
    return dependents;
  }

  /**
   * Kills what still runs, ends its output, and gives back threads, descriptors, memory and files.
   * What readers and watches were to be given by then still reaches them; but readers that take
   * more than {@value #LAST_READS_SECONDS} s, or that are not waiting when this is called, find the
   * output gone. Does nothing the second time. Not to be called by a dependent of one of the
   * launcher's stages.
   */
  @Override
  public void close() {
    close(processes::close);
  }

  /**
   * As {@link #close()}, but what still runs is left alone. Its output ends here, and its pipe is
   * closed: what is written to that fails from now on; pipe(7). One daemon thread, and a descriptor
   * for each, stay until all that was left has ended, and reap it.
   */
  @Override
  public void closeAndLeave() {
    close(processes::closeAndLeave);
  }

  /** A step that fails keeps none of those behind it from being done. */
  synchronized void close(Runnable closeProcesses) {
    processes.refuseOwnThread();
    try {
      closeProcesses.run();
    } finally {
      try {
        closeThreads();
      } finally {
        storage.close();
      }
    }
  }

  private void closeThreads() {
    try {
      scheduler.close();
    } finally {
      readers.shutdown();
      observers.shutdown();
      dependentThreads.shutdown();
      await(observers, OBSERVER_NAME);
      await(readers, READER_NAME);
    }
  }

  private static void await(ThreadPoolExecutor pool, String name) {
    if (Thread.currentThread().getName().equals(name)) {
      return;
    }
    try {
      boolean _ = pool.awaitTermination(LAST_READS_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  /** Collects settings. Not safe for use by several threads. */
  public static final class Builder {

    private OutputPlace output = OutputPlace.memory();
    private Audit audit = Audit.none();
    private Drain drain = Drain.standard();
    private boolean raiseDescriptorLimit;
    private OptionalLong jobDescriptorLimit = OptionalLong.empty();
    private CgroupUse cgroupUse = CgroupUse.WHERE_POSSIBLE;

    private Builder() {}

    /**
     * Where output is kept, and how much of it. Default: {@link OutputPlace#memory()}.
     *
     * @param place in memory or in files
     * @return this builder
     */
    public Builder output(OutputPlace place) {
      output = Objects.requireNonNull(place, "place");
      return this;
    }

    /**
     * Who is told of what is done. Default: nobody.
     *
     * @param newAudit who is told
     * @return this builder
     */
    public Builder audit(Audit newAudit) {
      audit = Objects.requireNonNull(newAudit, "newAudit");
      return this;
    }

    /**
     * How long an output is listened to that a descendant holds open after the leader's end.
     *
     * @param quiet as long as nothing new comes; default 250 ms; not negative
     * @param longest in all; default 5 s; not less than {@code quiet}, not more than a day
     * @return this builder
     */
    public Builder drain(Duration quiet, Duration longest) {
      drain = new Drain(quiet, longest);
      return this;
    }

    /**
     * Raises this process's soft limit on descriptors to the hard one, as two or three are taken by
     * each running job. Jobs are given the limit as it was, or that of {@link #jobDescriptorLimit}.
     * Default: the limit is left alone.
     *
     * @return this builder
     */
    public Builder raiseDescriptorLimit() {
      raiseDescriptorLimit = true;
      return this;
    }

    /**
     * The soft limit on descriptors of jobs whose spec names none. They may raise it up to the hard
     * one, which is this process's.
     *
     * <p>Default: the soft limit that this process was given. A JVM raises its own to the hard
     * limit when it starts, and what it was given is lost, unless it runs with {@code
     * -XX:-MaxFDLimit}: so where the soft limit is the hard one and that flag is not there, the
     * default is {@value DescriptorLimit#USUAL}, which Linux and systemd give. More harms programs
     * that use select(2), or that close whatever they might have open.
     *
     * @param soft more than 0; where it is more than the hard limit, that stands for it
     * @return this builder
     * @throws IllegalArgumentException {@code soft} is not more than 0
     */
    public Builder jobDescriptorLimit(long soft) {
      if (soft <= 0) {
        throw new IllegalArgumentException("soft " + soft + " is not more than 0");
      }
      jobDescriptorLimit = OptionalLong.of(soft);
      return this;
    }

    /**
     * Whether jobs get cgroups of their own. Default: where possible.
     *
     * @param use whether they do, and whether they must
     * @return this builder
     */
    public Builder cgroups(CgroupUse use) {
      cgroupUse = Objects.requireNonNull(use, "use");
      return this;
    }

    /**
     * Opens the ports. The caller closes them.
     *
     * @return the ports, to be closed
     * @throws UnsupportedOperationException this machine lacks something; the message says what
     * @throws UnusableDirectoryException output cannot be kept where it is to be
     * @throws JobsException.ResourceExhausted no thread, descriptor or memory is left for them
     * @throws JobsException.Failed the kernel refuses something else
     */
    public LinuxPorts open() {
      ClosableStorage storage = OutputPlaces.open(output);
      try {
        return open(storage);
      } catch (RuntimeException | Error refusal) {
        storage.close();
        throw refusal;
      }
    }

    private LinuxPorts open(ClosableStorage storage) {
      DelayScheduler scheduler = new DelayScheduler();
      ThreadPoolExecutor readers = threads(READER_NAME);
      // Apart from those that may wait for a disk: nobody waits for that to hear of an end.
      ThreadPoolExecutor observers = threads(OBSERVER_NAME);
      ThreadPoolExecutor dependents = threads(DEPENDENTS_NAME);
      EngineOpening opening =
          new EngineOpening(
              drain,
              cgroupUse,
              new DescriptorLimit.Use(raiseDescriptorLimit, jobDescriptorLimit),
              scheduler,
              dependents);
      LaunchSetting setting = opening.open();
      LinuxProcessLauncher launcher = LinuxProcessLauncher.start(storage, setting);
      return new LinuxPorts(
          storage,
          launcher,
          scheduler,
          readers,
          observers,
          dependents,
          setting.reactor().dependents(),
          audit,
          opening.report(setting));
    }
  }
}
