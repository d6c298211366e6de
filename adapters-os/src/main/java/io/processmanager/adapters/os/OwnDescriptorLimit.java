package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.ResourceLimits;
import java.lang.management.ManagementFactory;

/** That of the process which this JVM is. */
final class OwnDescriptorLimit implements DescriptorLimit.Own {

  private static final String FLAG = "-XX:[+-]MaxFDLimit";

  @Override
  public ResourceLimits.Pair get() throws ErrnoException {
    return ResourceLimits.get(ResourceLimits.RLIMIT_NOFILE);
  }

  @Override
  public void set(ResourceLimits.Pair limit) throws ErrnoException {
    ResourceLimits.set(ResourceLimits.RLIMIT_NOFILE, limit);
  }

  /** As HotSpot does unless it was started with the flag that says no; the last one counts. */
  @Override
  public boolean isRaisedByJvm() {
    try {
      return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
          .filter(argument -> argument.matches(FLAG))
          .reduce((earlier, later) -> later)
          .map("-XX:+MaxFDLimit"::equals)
          .orElse(true);
    } catch (LinkageError runtimeWithoutManagement) {
      return true;
    }
  }
}
