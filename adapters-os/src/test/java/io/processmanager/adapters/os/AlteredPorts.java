package io.processmanager.adapters.os;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.outbound.Audit;
import io.processmanager.ports.outbound.JobIds;
import io.processmanager.ports.outbound.LeaderEnd;
import io.processmanager.ports.outbound.OutboundPorts;
import io.processmanager.ports.outbound.OutputStorage;
import io.processmanager.ports.outbound.ProcessLauncher;
import io.processmanager.ports.outbound.ProcessRef;
import io.processmanager.ports.outbound.Retired;
import io.processmanager.ports.outbound.Scheduler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Ports of Linux, with some of what they tell put in by a test.
 *
 * @param real the others
 * @param outOfMemory whether every process that ends was short of memory
 * @param time what the clock shows
 */
record AlteredPorts(LinuxPorts real, boolean outOfMemory, InstantSource time)
    implements OutboundPorts {

  @Override
  public ProcessLauncher processes() {
    return new AlteredProcesses(real.processes(), outOfMemory);
  }

  private record AlteredProcesses(ProcessLauncher real, boolean outOfMemory)
      implements ProcessLauncher {

    @Override
    public CompletionStage<LeaderEnd> onExit(ProcessRef process) {
      return real.onExit(process).thenApply(end -> new LeaderEnd(end.exit(), outOfMemory));
    }

    @Override
    public ProcessRef launch(JobId job, Owner owner, JobSpec spec) {
      return real.launch(job, owner, spec);
    }

    @Override
    public boolean signal(ProcessRef process, Signal signal) {
      return real.signal(process, signal);
    }

    @Override
    public void kill(ProcessRef process) {
      real.kill(process);
    }

    @Override
    public ProcessStatus status(ProcessRef process) {
      return real.status(process);
    }

    @Override
    public CompletionStage<Retired> retire(ProcessRef process, Duration patience) {
      return real.retire(process, patience);
    }
  }

  @Override
  public OutputStorage storage() {
    return real.storage();
  }

  @Override
  public Scheduler scheduler() {
    return real.scheduler();
  }

  @Override
  public JobIds ids() {
    return real.ids();
  }

  @Override
  public Audit audit() {
    return real.audit();
  }

  @Override
  public Executor readers() {
    return real.readers();
  }

  @Override
  public Executor observers() {
    return real.observers();
  }

  @Override
  public Executor dependents() {
    return real.dependents();
  }

  @Override
  public void close() {
    real.close();
  }

  @Override
  public void closeAndLeave() {
    real.closeAndLeave();
  }
}
