package io.processmanager.adapters.os;

import io.processmanager.ports.outbound.Audit;
import io.processmanager.ports.outbound.OutboundPorts;
import io.processmanager.ports.outbound.OutboundPortsProvider;
import io.processmanager.ports.outbound.OutputLimits;

/** Has {@link java.util.ServiceLoader} find the ports of Linux. */
public final class LinuxPortsProvider implements OutboundPortsProvider {

  /** For {@link java.util.ServiceLoader}. */
  public LinuxPortsProvider() {}

  @Override
  public OutputLimits defaultLimits() {
    return OutputPlace.memoryLimits();
  }

  @Override
  public OutboundPorts open(OutputLimits limits, Audit audit) {
    return LinuxPorts.builder().output(OutputPlace.memory(limits)).audit(audit).open();
  }
}
