package io.processmanager.worker.wiring;

import dagger.BindsInstance;
import dagger.Component;
import io.processmanager.adapters.grpc.server.GrpcJobsServer;
import io.processmanager.adapters.os.CgroupUse;
import io.processmanager.adapters.os.LinuxPorts;
import io.processmanager.adapters.os.OutputPlace;
import io.processmanager.ports.inbound.JobsProvider;
import io.processmanager.ports.outbound.Audit;
import jakarta.inject.Singleton;
import java.util.List;

/** A worker, put together. */
@Singleton
@Component(modules = WorkerModule.class)
public interface WorkerComponent {

  /** A worker with these settings. Its processes can be started from now on; nobody listens yet. */
  static WorkerComponent of(
      List<Endpoint> endpoints,
      OutputPlace output,
      CgroupUse cgroups,
      Retention retention,
      Audit audit) {
    return DaggerWorkerComponent.factory().create(endpoints, output, cgroups, retention, audit);
  }

  /** The jobs. Whoever asks closes them. */
  JobsProvider jobs();

  /** What the jobs run on; closed with them. */
  LinuxPorts ports();

  /** What offers them, one for each endpoint. */
  List<GrpcJobsServer> servers();

  /** Takes the settings. */
  @Component.Factory
  interface Factory {

    /** A worker with these settings. */
    WorkerComponent create(
        @BindsInstance List<Endpoint> endpoints,
        @BindsInstance OutputPlace output,
        @BindsInstance CgroupUse cgroups,
        @BindsInstance Retention retention,
        @BindsInstance Audit audit);
  }
}
