package io.processmanager.worker;

import io.processmanager.adapters.grpc.tls.AdminCertificates;
import io.processmanager.adapters.grpc.tls.TlsMaterial;
import io.processmanager.adapters.grpc.tls.TlsProfile;
import io.processmanager.adapters.os.CgroupUse;
import io.processmanager.ports.outbound.OutputLimits;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;

/**
 * What a worker runs with.
 *
 * @param address where it listens; port 0 for any that is free
 * @param tls its certificate, its key, and whose clients it believes
 * @param profile the versions and cipher suites of TLS
 * @param admins who reaches all jobs
 * @param limits how much output is kept
 * @param cgroups whether jobs get cgroups of their own
 * @param grace how long jobs may take to end when the worker is told to
 */
record WorkerSettings(
    InetSocketAddress address,
    TlsMaterial tls,
    TlsProfile profile,
    AdminCertificates admins,
    OutputLimits limits,
    CgroupUse cgroups,
    Duration grace) {

  WorkerSettings {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(tls, "tls");
    Objects.requireNonNull(profile, "profile");
    Objects.requireNonNull(admins, "admins");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(cgroups, "cgroups");
    Objects.requireNonNull(grace, "grace");
  }
}
