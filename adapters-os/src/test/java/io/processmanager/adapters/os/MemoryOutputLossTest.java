package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.GapCause;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.contract.OutputStorageHarness;
import io.processmanager.ports.outbound.OutputStorage.OutputRead;
import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.Collections;
import java.util.Iterator;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What becomes of output that there is no memory for. */
final class MemoryOutputLossTest {

  private static final int FIRST_SEGMENT = 4096;

  private final Outputs outputs = new Outputs();
  private final OutputBudget budget = new OutputBudget(0, outputs);
  private final MemoryOutput output =
      new MemoryOutput(
          new JobId(UUID.randomUUID()),
          OutputStorageHarness.SOMEBODY,
          1 << 20,
          FIRST_SEGMENT,
          budget,
          new BlockPool(MemoryOutput.BLOCK_BYTES, 1));

  private void append(int bytes) {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    output.append(buffer, OutputStorageHarness.NOON);
    assertThat(buffer.hasRemaining()).isFalse();
  }

  private static OutputRead lost(long from, long to) {
    return new OutputRead.Item(new OutputItem.Gap(from, to, GapCause.LOST));
  }

  @Test
  void whatThereIsNoMemoryForIsLostAndTheNextBytesAreKept() {
    append(FIRST_SEGMENT - 10);
    outputs.outOfMemory = true;
    append(100);
    outputs.outOfMemory = false;
    append(50);
    output.end(OutputCompletion.COMPLETE);

    int lostFrom = FIRST_SEGMENT;
    assertThat(output.log())
        .isEqualTo(new OutputLog(0, lostFrom + 140, 90, OutputCompletion.COMPLETE));
    assertThat(output.read(lostFrom, 1)).isEqualTo(lost(lostFrom, lostFrom + 90));
    assertThat(output.read(lostFrom + 90, 50)).isInstanceOf(OutputRead.Item.class);
    assertThat(output.heldBytes()).isEqualTo(budget.usedBytes());
  }

  @Test
  void outputThatIsLostFromItsFirstByteOnHoldsNothing() {
    outputs.outOfMemory = true;

    append(100);
    append(100);

    assertThat(output.read(0, 1)).isEqualTo(lost(0, 200));
    assertThat(output.heldBytes()).isZero();
    assertThat(budget.usedBytes()).isZero();
  }

  /** No others; and no memory to look at them with, when a test says so. */
  private static final class Outputs extends AbstractList<OutputBudget.Holder> {

    private boolean outOfMemory;

    @Override
    public OutputBudget.Holder get(int index) {
      throw new IndexOutOfBoundsException(index);
    }

    @Override
    public int size() {
      return 0;
    }

    @Override
    public Iterator<OutputBudget.Holder> iterator() {
      if (outOfMemory) {
        throw new OutOfMemoryError("made up");
      }
      return Collections.emptyIterator();
    }
  }
}
