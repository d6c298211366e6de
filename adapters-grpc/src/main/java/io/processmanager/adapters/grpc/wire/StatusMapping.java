package io.processmanager.adapters.grpc.wire;

import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.ports.inbound.JobStatus;
import io.processmanager.proto.v1.GetJobStatusResponse;

/** A job's status on the wire. */
public final class StatusMapping {

  private static final char UNKNOWN_STATE = '?';

  private StatusMapping() {}

  /** The message for {@code status}. */
  public static GetJobStatusResponse toWire(JobStatus status) {
    GetJobStatusResponse.Builder message =
        GetJobStatusResponse.newBuilder()
            .setJob(JobMapping.toWire(status.job()))
            .setOutput(OutputMapping.toWire(status.output()));
    if (status.process() instanceof ProcessStatus.Alive alive) {
      message.setProcess(toWire(alive));
    }
    return message.build();
  }

  /**
   * The status of {@code message}.
   *
   * @throws IllegalArgumentException no status can be made of it
   */
  public static JobStatus toDomain(GetJobStatusResponse message) {
    return new JobStatus(
        JobMapping.toDomain(message.getJob()),
        OutputMapping.toDomain(message.getOutput()),
        message.hasProcess() ? toDomain(message.getProcess()) : new ProcessStatus.Gone());
  }

  private static io.processmanager.proto.v1.ProcessStatus toWire(ProcessStatus.Alive alive) {
    return io.processmanager.proto.v1.ProcessStatus.newBuilder()
        .setPid(alive.pid())
        .setEffectiveUser(alive.effectiveUser())
        .setPriority(alive.priority())
        .setNice(alive.nice())
        .setVirtualBytes(alive.virtualBytes())
        .setResidentBytes(alive.residentBytes())
        .setSharedBytes(alive.sharedBytes())
        .setState(String.valueOf(alive.state()))
        .setCpuPercent(alive.cpuPercent())
        .setMemoryPercent(alive.memoryPercent())
        .setCpuTime(Times.toWire(alive.cpuTime()))
        .setThreads(alive.threads())
        .addAllCommandLine(alive.commandLine())
        .build();
  }

  private static ProcessStatus toDomain(io.processmanager.proto.v1.ProcessStatus message) {
    return new ProcessStatus.Alive(
        message.getPid(),
        message.getEffectiveUser(),
        message.getPriority(),
        message.getNice(),
        message.getVirtualBytes(),
        message.getResidentBytes(),
        message.getSharedBytes(),
        message.getState().isEmpty() ? UNKNOWN_STATE : message.getState().charAt(0),
        message.getCpuPercent(),
        message.getMemoryPercent(),
        Times.toDomain(message.getCpuTime()),
        message.getThreads(),
        message.getCommandLineList());
  }
}
