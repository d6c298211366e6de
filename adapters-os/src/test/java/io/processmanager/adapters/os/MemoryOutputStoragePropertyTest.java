package io.processmanager.adapters.os;

import io.processmanager.ports.outbound.OutputLimits;

/** The storage in memory beside the model. */
final class MemoryOutputStoragePropertyTest extends StorageModelProperties {

  @Override
  ClosableStorage open(OutputLimits limits) {
    return new MemoryOutputStorage(limits);
  }

  @Override
  long usedBytes(ClosableStorage storage) {
    return ((MemoryOutputStorage) storage).usedBytes();
  }

  @Override
  long leastPerJobBytes() {
    return 1;
  }

  @Override
  long segmentBytes(long perJobBytes) {
    return Math.clamp(perJobBytes / 8, 1, 256 * 1024);
  }
}
