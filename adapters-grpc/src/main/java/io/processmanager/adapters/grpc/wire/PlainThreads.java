package io.processmanager.adapters.grpc.wire;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that do not keep a JVM alive, nor what other threads have about them: whoever happens to
 * be the first to need one hands it no inheritable thread-locals and no context class loader.
 */
public final class PlainThreads {

  private PlainThreads() {}

  /** Makes threads of one name. */
  public static ThreadFactory named(String name) {
    return task -> create(task, name);
  }

  /** Makes threads of names that begin so and end with a number. */
  public static ThreadFactory numbered(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> create(task, prefix + number.incrementAndGet());
  }

  private static Thread create(Runnable task, String name) {
    Thread thread = new Thread(null, task, name, 0, false);
    // Inherited all the same before Java 19.
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
    thread.setDaemon(true);
    return thread;
  }
}
