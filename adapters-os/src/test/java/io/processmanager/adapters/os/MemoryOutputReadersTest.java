package io.processmanager.adapters.os;

import io.processmanager.ports.outbound.OutputLimits;

/** Readers of the storage in memory. */
final class MemoryOutputReadersTest extends ReadersBesideAWriter {

  @Override
  ClosableStorage open(OutputLimits limits) {
    return new MemoryOutputStorage(limits);
  }
}
