package io.processmanager.adapters.os;

import io.processmanager.ports.contract.ProcessLauncherContract;
import io.processmanager.ports.outbound.OutboundPorts;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The launcher for Linux keeps the contract, however jobs are contained. */
@ParameterizedClass
@EnumSource(
    value = CgroupUse.class,
    names = {"WHERE_POSSIBLE", "NONE"})
final class LinuxProcessLauncherContractTest extends ProcessLauncherContract {

  private final CgroupUse use;

  LinuxProcessLauncherContractTest(CgroupUse use) {
    this.use = use;
  }

  @Override
  protected OutboundPorts open() {
    return LinuxPorts.builder().cgroups(use).open();
  }
}
