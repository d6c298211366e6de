package io.processmanager.adapters.os;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What cannot be done for one job, each said once: it is tried again and again.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class Complaints {

  /** One who forks and forks what may not be killed is not written of without end. */
  private static final int MOST = 20;

  private final System.Logger log;
  private final Set<String> said = ConcurrentHashMap.newKeySet();

  Complaints(System.Logger log) {
    this.log = log;
  }

  void warn(String message) {
    if (said.size() < MOST && said.add(message)) {
      log.log(System.Logger.Level.WARNING, message);
    }
  }
}
