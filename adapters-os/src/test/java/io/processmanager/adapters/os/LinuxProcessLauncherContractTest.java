package io.processmanager.adapters.os;

import io.processmanager.ports.contract.ProcessLauncherContract;
import io.processmanager.ports.outbound.OutboundPorts;

/** The launcher for Linux keeps the contract. */
final class LinuxProcessLauncherContractTest extends ProcessLauncherContract {

  @Override
  protected OutboundPorts open() {
    return LinuxPorts.builder().open();
  }
}
