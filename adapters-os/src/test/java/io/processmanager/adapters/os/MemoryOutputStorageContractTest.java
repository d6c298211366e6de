package io.processmanager.adapters.os;

import io.processmanager.ports.contract.OutputStorageContract;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.outbound.OutputStorage;

/** The storage in memory keeps the contract. */
final class MemoryOutputStorageContractTest extends OutputStorageContract {

  @Override
  public OutputStorage open(OutputLimits limits) {
    return new MemoryOutputStorage(limits);
  }
}
