package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.usecase.LocalJobs;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.locks.LockSupport;

/**
 * The classes of this project in a loader of their own, as a program that loads plug-ins has them:
 * opened, used, closed and given up. What the linker of the JDK remembers of native functions it
 * holds softly, so the loader goes at the latest when memory is short; the test's JVM is told not
 * to wait for that. A page of machine code stays for each time that they are loaded.
 */
final class ReloadedClasses {

  private static final int LONGEST_WAIT = 100;

  private ReloadedClasses() {}

  /** Loads them, runs a job, and waits until they have been unloaded. */
  static void requireUnloading() throws Exception {
    for (int round = 0; round < 3; round++) {
      WeakReference<ClassLoader> loader = runOneJob();
      for (int i = 0; i < LONGEST_WAIT && loader.get() != null; i++) {
        System.gc();
        LockSupport.parkNanos(100_000_000);
      }
      assertThat(loader.get()).isNull();
    }
  }

  private static WeakReference<ClassLoader> runOneJob() throws Exception {
    Thread current = Thread.currentThread();
    ClassLoader before = current.getContextClassLoader();
    URL[] path = {place(LinuxPorts.class), place(LocalJobs.class), place(JobSpec.class)};
    try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
      // ServiceLoader looks for the adapter there.
      current.setContextClassLoader(loader);
      Class<?> jobs = loader.loadClass(LocalJobs.class.getName());
      Object local = jobs.getMethod("open").invoke(null);
      runOn(loader, local);
      jobs.getMethod("close").invoke(local);
      return new WeakReference<>(loader);
    } finally {
      current.setContextClassLoader(before);
    }
  }

  private static URL place(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }

  private static void runOn(ClassLoader loader, Object local) throws Exception {
    Class<?> caller = loader.loadClass("io.processmanager.domain.owner.Caller");
    Class<?> jobs = loader.loadClass("io.processmanager.ports.inbound.Jobs");
    Class<?> spec = loader.loadClass(JobSpec.class.getName());
    Object alice = caller.getMethod("user", String.class).invoke(null, "alice");
    Object view = local.getClass().getMethod("forCaller", caller).invoke(local, alice);
    Object wanted =
        spec.getMethod("of", String.class, String[].class)
            .invoke(null, "sh", new String[] {"-c", "exit 0"});
    assertThat(jobs.getMethod("run", spec).invoke(view, wanted)).asString().contains("code");
  }
}
