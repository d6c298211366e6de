package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Errno;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.ResourceLimits.Pair;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How many descriptors this process may have, and its jobs.
 *
 * <p>A JVM raises its soft limit to the hard one when it starts, unless it is told not to, and the
 * limit that it was started with is lost. To hand the raised one on would harm jobs: programs that
 * use select(2) break with descriptors above 1023, and others close one by one all that they might
 * have. So where the JVM may have raised it, jobs are given {@value #USUAL}, which the kernel gives
 * its first process and systemd its services (systemd.exec(5)); a program that needs more may raise
 * its own up to the hard limit, which is handed on untouched.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class DescriptorLimit {

  static final long USUAL = 1024;

  /** Of all engines of this JVM: what one has raised, another must not hand on. */
  static final DescriptorLimit OF_THIS_PROCESS = new DescriptorLimit(new OwnDescriptorLimit());

  private static final System.Logger LOG = System.getLogger(DescriptorLimit.class.getName());

  private final Own own;

  // Guarded by this.
  private @Nullable Pair given;

  DescriptorLimit(Own own) {
    this.own = own;
  }

  /** The process's own limit. */
  interface Own {

    Pair get() throws ErrnoException;

    void set(Pair limit) throws ErrnoException;

    /** Whether the JVM raises its soft limit to the hard one when it starts. */
    boolean isRaisedByJvm();
  }

  /**
   * What an engine does with it.
   *
   * @param raise whether this process's own soft limit is raised to the hard one
   * @param forJobs the soft limit of jobs; empty for that which this process was given
   */
  record Use(boolean raise, OptionalLong forJobs) {}

  /**
   * Does with it what is asked for.
   *
   * @return the limit for jobs; empty where they can be given this process's own only
   */
  synchronized Optional<Pair> apply(Use use) throws ErrnoException {
    Pair now = own.get();
    if (given == null) {
      given = given(now);
    }
    try {
      own.set(use.raise() ? now.withSoft(now.hard()) : now);
    } catch (ErrnoException refused) {
      if (refused.errno() != Errno.EPERM) {
        throw refused;
      }
      // Not even as it is may it be set where fs.nr_open was lowered since; setrlimit(2).
      LOG.log(
          System.Logger.Level.WARNING,
          () ->
              "the limit on descriptors stays "
                  + Long.toUnsignedString(now.soft())
                  + ", for jobs too: the hard limit is above what sysctl fs.nr_open allows");
      return Optional.empty();
    }
    long soft = use.forJobs().orElse(given.soft());
    return Optional.of(
        now.withSoft(Long.compareUnsigned(soft, now.hard()) > 0 ? now.hard() : soft));
  }

  private Pair given(Pair now) {
    boolean mayBeRaised = now.soft() == now.hard() && Long.compareUnsigned(now.soft(), USUAL) > 0;
    return mayBeRaised && own.isRaisedByJvm() ? now.withSoft(USUAL) : now;
  }
}
