package io.processmanager.worker;

import io.processmanager.adapters.grpc.tls.AdminCertificates;
import io.processmanager.adapters.grpc.tls.TlsMaterial;
import io.processmanager.adapters.grpc.tls.TlsProfile;
import io.processmanager.adapters.os.CgroupUse;
import io.processmanager.adapters.os.OutputPlace;
import io.processmanager.worker.wiring.Retention;
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
 * @param output where output is kept, and how much
 * @param cgroups whether jobs get cgroups of their own
 * @param retention how long ended jobs are kept
 * @param grace how long jobs may take to end when the worker is told to
 */
record WorkerSettings(
    InetSocketAddress address,
    TlsMaterial tls,
    TlsProfile profile,
    AdminCertificates admins,
    OutputPlace output,
    CgroupUse cgroups,
    Retention retention,
    Duration grace) {

  WorkerSettings {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(tls, "tls");
    Objects.requireNonNull(profile, "profile");
    Objects.requireNonNull(admins, "admins");
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(cgroups, "cgroups");
    Objects.requireNonNull(retention, "retention");
    Objects.requireNonNull(grace, "grace");
  }
}
