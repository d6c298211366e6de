package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Descriptors;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.Paths;
import io.processmanager.adapters.os.libc.ResourceLimits;
import io.processmanager.adapters.os.libc.Spawn;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.outbound.Scheduler;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;

/** Opens what a process engine works with, or says in one line what this machine lacks. */
final class EngineOpening {

  private final Drain drain;
  private final CgroupUse cgroupUse;
  private final DescriptorLimit.Use descriptors;
  private final Scheduler scheduler;
  private final Executor others;
  private String whyNoCgroups = "they are switched off";

  EngineOpening(
      Drain drain,
      CgroupUse cgroupUse,
      boolean raiseDescriptorLimit,
      Scheduler scheduler,
      Executor others) {
    this(
        drain,
        cgroupUse,
        new DescriptorLimit.Use(raiseDescriptorLimit, OptionalLong.empty()),
        scheduler,
        others);
  }

  EngineOpening(
      Drain drain,
      CgroupUse cgroupUse,
      DescriptorLimit.Use descriptors,
      Scheduler scheduler,
      Executor others) {
    this.scheduler = scheduler;
    this.others = others;
    this.drain = drain;
    this.cgroupUse = cgroupUse;
    this.descriptors = descriptors;
  }

  /**
   * Opens it.
   *
   * @throws UnsupportedOperationException this machine lacks something
   * @throws JobsException.ResourceExhausted no thread, descriptor or memory is left for it
   * @throws JobsException.Failed the kernel refuses something else
   */
  LaunchSetting open() {
    Requirements.check();
    try {
      Spawn spawn = Spawn.load();
      int devNull = Paths.openFile(Paths.OWN_DIRECTORY, "/dev/null");
      try {
        return open(spawn, devNull);
      } catch (ErrnoException | RuntimeException failure) {
        Descriptors.closeQuietly(devNull);
        throw failure;
      }
    } catch (ErrnoException failure) {
      throw Refusals.ofEngine(failure);
    }
  }

  private LaunchSetting open(Spawn spawn, int devNull) throws ErrnoException {
    DescriptorReserve lowDescriptors = DescriptorReserve.open(devNull);
    try {
      return open(spawn, devNull, lowDescriptors);
    } catch (ErrnoException | RuntimeException failure) {
      lowDescriptors.close();
      throw failure;
    }
  }

  private LaunchSetting open(Spawn spawn, int devNull, DescriptorReserve lowDescriptors)
      throws ErrnoException {
    // Before what goes by how many descriptors there may be.
    Map<Integer, ResourceLimits.Pair> limits = limits();
    Optional<Cgroups> cgroups = cgroups(spawn, devNull);
    try {
      return new LaunchSetting(
          Reactor.start("process-manager-reactor", Reactor.BUFFER_BYTES, scheduler, others),
          spawn,
          devNull,
          lowDescriptors,
          drain,
          limits,
          cgroups);
    } catch (ErrnoException | RuntimeException failure) {
      cgroups.ifPresent(Cgroups::close);
      throw failure;
    }
  }

  private Optional<Cgroups> cgroups(Spawn spawn, int devNull) {
    if (cgroupUse == CgroupUse.NONE) {
      return Optional.empty();
    }
    try {
      return Optional.of(usable(Cgroups.open(), spawn, devNull));
    } catch (UnsupportedOperationException none) {
      if (cgroupUse == CgroupUse.REQUIRED) {
        throw none;
      }
      whyNoCgroups = String.valueOf(none.getMessage());
      return Optional.empty();
    }
  }

  private Cgroups usable(Cgroups cgroups, Spawn spawn, int devNull) {
    try {
      cgroups.probe(spawn, devNull);
      cgroups.accountMemory();
      cgroups.reuse(scheduler);
      return cgroups;
    } catch (UnsupportedOperationException killed) {
      cgroups.close();
      throw killed;
    } catch (ErrnoException failure) {
      cgroups.close();
      throw new UnsupportedOperationException(
          "no process can be started in a cgroup below "
              + cgroups.path()
              + ": "
              + failure.getMessage(),
          failure);
    }
  }

  private Map<Integer, ResourceLimits.Pair> limits() throws ErrnoException {
    return DescriptorLimit.OF_THIS_PROCESS
        .apply(descriptors)
        .map(limit -> Map.of(ResourceLimits.RLIMIT_NOFILE, limit))
        .orElse(Map.of());
  }

  /** What was found at this opening, in one line; what is given up later is logged. */
  String report(LaunchSetting opened) {
    return "pidfd, epoll and spawn ("
        + Spawn.cloneCall(opened.cgroups().isPresent())
        + ") work; jobs are contained by "
        + opened
            .cgroups()
            .map(cgroups -> "cgroups in " + cgroups.path())
            .orElseGet(
                () -> "session, mark and descent, best effort, without cgroups: " + whyNoCgroups);
  }
}
