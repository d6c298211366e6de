package io.processmanager.adapters.os;

import io.processmanager.ports.outbound.OutputLimits;

/** What a spool has in memory of an output, whoever uses it at once. */
public final class SpoolOutputLincheckTest extends LinearizableOutput<SpoolOutputStorage> {

  private static final int SEGMENT_BYTES = 2;
  private static final int OPEN_FILES = 1;

  /** A new output, for each try. */
  public SpoolOutputLincheckTest() {
    super(
        new SpoolOutputStorage(
            new HeapFiles(),
            new OutputLimits(CAP, CAP),
            SEGMENT_BYTES,
            OPEN_FILES,
            () -> 0,
            () -> {}));
  }

  @Override
  boolean dropOldestSegment(SpoolOutputStorage storage) {
    return storage.dropOldest();
  }
}
