package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.ResourceLimits;
import io.processmanager.domain.job.Limit;
import io.processmanager.domain.job.Resource;
import io.processmanager.ports.inbound.JobsException;

/** A job's limits in the kernel's terms; setrlimit(2). */
final class SoftLimit {

  private SoftLimit() {}

  /** The {@code RLIMIT_} number of a resource. */
  static int number(Resource resource) {
    return switch (resource) {
      case OPEN_FILES -> ResourceLimits.RLIMIT_NOFILE;
      case CORE_SIZE -> ResourceLimits.RLIMIT_CORE;
      case FILE_SIZE -> ResourceLimits.RLIMIT_FSIZE;
      case CPU_TIME -> ResourceLimits.RLIMIT_CPU;
      case ADDRESS_SPACE -> ResourceLimits.RLIMIT_AS;
    };
  }

  /**
   * A soft limit, with this process's own hard one.
   *
   * @throws JobsException.InvalidRequest it is above the hard one
   */
  static ResourceLimits.Pair pair(Resource resource, Limit limit) {
    long hard = hard(resource);
    long soft =
        switch (limit) {
          case Limit.AtMost atMost -> atMost.value();
          case Limit.Unlimited _ -> ResourceLimits.UNLIMITED;
        };
    if (Long.compareUnsigned(soft, hard) > 0) {
      throw new JobsException.InvalidRequest(
          "limit " + resource.shortName(),
          "a soft limit of "
              + limit
              + " for "
              + resource.shortName()
              + " is above the hard limit here, which is "
              + Long.toUnsignedString(hard));
    }
    return new ResourceLimits.Pair(soft, hard);
  }

  private static long hard(Resource resource) {
    try {
      return ResourceLimits.get(number(resource)).hard();
    } catch (ErrnoException failure) {
      throw Refusals.ofResources(failure);
    }
  }
}
