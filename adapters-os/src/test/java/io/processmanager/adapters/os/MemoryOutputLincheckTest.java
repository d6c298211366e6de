package io.processmanager.adapters.os;

import io.processmanager.ports.outbound.OutputLimits;

/** The output in memory, whoever uses it at once. */
public final class MemoryOutputLincheckTest extends LinearizableOutput<MemoryOutputStorage> {

  /** A new output, for each try. */
  public MemoryOutputLincheckTest() {
    super(new MemoryOutputStorage(new OutputLimits(CAP, CAP)));
  }

  @Override
  boolean dropOldestSegment(MemoryOutputStorage storage) {
    return storage.dropOldest();
  }
}
