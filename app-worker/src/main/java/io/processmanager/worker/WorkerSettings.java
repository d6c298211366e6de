package io.processmanager.worker;

import io.processmanager.adapters.os.CgroupUse;
import io.processmanager.adapters.os.OutputPlace;
import io.processmanager.worker.wiring.Endpoint;
import io.processmanager.worker.wiring.Retention;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What a worker runs with.
 *
 * @param endpoints where it listens, and for whom; at least one
 * @param output where output is kept, and how much
 * @param cgroups whether jobs get cgroups of their own
 * @param retention how long ended jobs are kept
 * @param grace how long jobs may take to end when the worker is told to
 */
record WorkerSettings(
    List<Endpoint> endpoints,
    OutputPlace output,
    CgroupUse cgroups,
    Retention retention,
    Duration grace) {

  WorkerSettings {
    endpoints = List.copyOf(endpoints);
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("endpoints is empty");
    }
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(cgroups, "cgroups");
    Objects.requireNonNull(retention, "retention");
    Objects.requireNonNull(grace, "grace");
  }
}
