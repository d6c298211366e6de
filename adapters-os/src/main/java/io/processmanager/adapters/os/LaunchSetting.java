package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Descriptors;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.ResourceLimits;
import io.processmanager.adapters.os.libc.Spawn;
import java.util.Map;
import java.util.Optional;

/**
 * What all launches of an engine have in common.
 *
 * @param devNull a descriptor of {@code /dev/null}, which becomes each job's stdin
 * @param lowDescriptors for what children are handed
 * @param limits resource limits by {@code RLIMIT_} number, for jobs whose spec names no others
 * @param cgroups where jobs get cgroups of their own; empty if they do not
 */
record LaunchSetting(
    Reactor reactor,
    Spawn spawn,
    int devNull,
    DescriptorReserve lowDescriptors,
    Drain drain,
    Map<Integer, ResourceLimits.Pair> limits,
    Optional<Cgroups> cgroups) {

  /** The same with another way to start programs. */
  LaunchSetting with(Spawn newSpawn) {
    return new LaunchSetting(reactor, newSpawn, devNull, lowDescriptors, drain, limits, cgroups);
  }

  Containment newContainment() {
    if (cgroups.isEmpty()) {
      return SearchContainment.withNewMark();
    }
    try {
      return new CgroupContainment(cgroups.get().create());
    } catch (ErrnoException failure) {
      throw Refusals.ofCgroup(cgroups.get().path(), failure);
    }
  }

  /** Gives descriptors and cgroups back. */
  void close() {
    closeForLaunches();
    closeCgroups();
  }

  /** Gives back what is needed for launches only. */
  void closeForLaunches() {
    lowDescriptors.close();
    Descriptors.closeQuietly(devNull);
    cgroups.ifPresent(Cgroups::keepNoneForReuse);
  }

  /** Gives cgroups back, after the rest. */
  void closeCgroups() {
    cgroups.ifPresent(Cgroups::close);
  }
}
