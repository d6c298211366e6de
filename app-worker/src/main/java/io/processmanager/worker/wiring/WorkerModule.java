package io.processmanager.worker.wiring;

import dagger.Module;
import dagger.Provides;
import io.processmanager.adapters.grpc.server.GrpcJobsServer;
import io.processmanager.adapters.grpc.tls.AdminCertificates;
import io.processmanager.adapters.grpc.tls.TlsMaterial;
import io.processmanager.adapters.grpc.tls.TlsProfile;
import io.processmanager.adapters.os.CgroupUse;
import io.processmanager.adapters.os.LinuxPorts;
import io.processmanager.adapters.os.OutputPlace;
import io.processmanager.ports.inbound.JobsProvider;
import io.processmanager.ports.outbound.Audit;
import io.processmanager.ports.usecase.LocalJobs;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;

/** Provides the jobs of this machine and the server before them. */
@Module
final class WorkerModule {

  private WorkerModule() {}

  @Provides
  @Singleton
  static LinuxPorts ports(OutputPlace output, CgroupUse cgroups, Audit audit) {
    return LinuxPorts.builder()
        .output(output)
        .cgroups(cgroups)
        .raiseDescriptorLimit()
        .audit(audit)
        .open();
  }

  @Provides
  @Singleton
  static JobsProvider jobs(LinuxPorts ports, Retention retention) {
    return LocalJobs.builder()
        .endedJobsKept(retention.jobs())
        .endedJobsKeptFor(retention.time())
        .over(ports);
  }

  @Provides
  @Singleton
  static GrpcJobsServer server(
      JobsProvider jobs,
      InetSocketAddress address,
      TlsMaterial tls,
      TlsProfile profile,
      AdminCertificates admins) {
    return GrpcJobsServer.builder()
        .jobs(jobs)
        .address(address)
        .tls(tls)
        .profile(profile)
        .admins(admins)
        .build();
  }
}
