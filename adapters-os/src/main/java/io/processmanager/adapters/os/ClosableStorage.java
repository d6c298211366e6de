package io.processmanager.adapters.os;

import io.processmanager.ports.outbound.OutputStorage;

/** A storage as its ports open and close it. */
interface ClosableStorage extends OutputStorage, AutoCloseable {

  /** Gives back what the storage takes, where that does not go with the last reference to it. */
  @Override
  void close();
}
