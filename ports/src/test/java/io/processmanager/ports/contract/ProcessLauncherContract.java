package io.processmanager.ports.contract;

import io.processmanager.ports.outbound.OutboundPorts;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * The contract of {@link io.processmanager.ports.outbound.ProcessLauncher}, in the company of the
 * other ports that it is opened with. The rules run real programs of a POSIX system.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class ProcessLauncherContract
    implements LaunchRules, LaunchAttributeRules, LeaderRules, GroupRules, DescendantRules {

  private OutboundPorts ports;

  /** For subclasses. */
  protected ProcessLauncherContract() {}

  /** Ports of the kind under test. */
  protected abstract OutboundPorts open();

  @Override
  public final OutboundPorts ports() {
    return ports;
  }

  @BeforeEach
  final void openPorts() {
    ports = open();
  }

  @AfterEach
  final void closePorts() {
    ports.close();
  }
}
