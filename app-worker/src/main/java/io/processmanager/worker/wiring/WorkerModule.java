package io.processmanager.worker.wiring;

import dagger.Module;
import dagger.Provides;
import io.processmanager.adapters.grpc.server.GrpcJobsServer;
import io.processmanager.adapters.grpc.server.GrpcJobsServerBuilder;
import io.processmanager.adapters.os.CgroupUse;
import io.processmanager.adapters.os.LinuxPorts;
import io.processmanager.adapters.os.OutputPlace;
import io.processmanager.ports.inbound.JobsProvider;
import io.processmanager.ports.outbound.Audit;
import io.processmanager.ports.usecase.LocalJobs;
import jakarta.inject.Singleton;
import java.util.List;

/** Provides the jobs of this machine and the servers before them. */
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
  static List<GrpcJobsServer> servers(JobsProvider jobs, List<Endpoint> endpoints) {
    return endpoints.stream().map(endpoint -> server(jobs, endpoint)).toList();
  }

  private static GrpcJobsServer server(JobsProvider jobs, Endpoint endpoint) {
    GrpcJobsServerBuilder builder = GrpcJobsServer.builder().jobs(jobs);
    return switch (endpoint) {
      case Endpoint.Tls tls ->
          builder
              .address(tls.address())
              .tls(tls.tls())
              .profile(tls.profile())
              .admins(tls.admins())
              .build();
      case Endpoint.Unix unix -> builder.unixSocket(unix.socket()).build();
    };
  }
}
