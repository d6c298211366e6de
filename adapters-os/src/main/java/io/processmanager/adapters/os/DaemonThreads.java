package io.processmanager.adapters.os;

import java.util.concurrent.ThreadFactory;

/**
 * Threads that do not keep a JVM alive, nor what its own threads have about them: whoever happens
 * to be the first to need one hands it no inheritable thread-locals and no context class loader.
 * Platform threads: native calls would pin a virtual thread's carrier.
 */
final class DaemonThreads {

  private DaemonThreads() {}

  /** Makes threads of one name. */
  static ThreadFactory named(String name) {
    return Thread.ofPlatform().daemon().inheritInheritableThreadLocals(false).name(name).factory();
  }
}
