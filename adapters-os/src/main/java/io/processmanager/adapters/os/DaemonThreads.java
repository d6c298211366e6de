package io.processmanager.adapters.os;

import java.util.concurrent.ThreadFactory;

/**
 * Threads that do not keep a JVM alive. Platform threads: native calls would pin a virtual thread's
 * carrier.
 */
final class DaemonThreads {

  private DaemonThreads() {}

  /** Makes threads of one name. */
  static ThreadFactory named(String name) {
    return Thread.ofPlatform().daemon().name(name).factory();
  }
}
