package io.processmanager.worker.wiring;

import dagger.Module;
import dagger.Provides;
import io.processmanager.adapters.grpc.server.GrpcJobsServer;
import io.processmanager.adapters.grpc.tls.AdminCertificates;
import io.processmanager.adapters.grpc.tls.TlsMaterial;
import io.processmanager.adapters.grpc.tls.TlsProfile;
import io.processmanager.adapters.os.CgroupUse;
import io.processmanager.adapters.os.LinuxPorts;
import io.processmanager.ports.inbound.JobsProvider;
import io.processmanager.ports.outbound.Audit;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.usecase.LocalJobs;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;

/** Provides the jobs of this machine and the server before them. */
@Module
final class WorkerModule {

  private WorkerModule() {}

  @Provides
  @Singleton
  static LinuxPorts ports(OutputLimits limits, CgroupUse cgroups, Audit audit) {
    return LinuxPorts.builder()
        .outputLimits(limits)
        .cgroups(cgroups)
        .raiseDescriptorLimit()
        .audit(audit)
        .open();
  }

  @Provides
  @Singleton
  static JobsProvider jobs(LinuxPorts ports) {
    return LocalJobs.over(ports);
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
