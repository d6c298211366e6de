package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who makes room when all outputs together have too much. */
final class OutputBudgetTest {

  private static final long TOTAL = 100;

  private final List<Output> outputs = new ArrayList<>();
  private final OutputBudget budget = new OutputBudget(TOTAL, outputs);

  private Output output(long heldBytes) {
    Output output = new Output(heldBytes);
    budget.reserve(heldBytes);
    outputs.add(output);
    return output;
  }

  @Test
  void largestMakesRoom() {
    Output small = output(40);
    Output large = output(50);

    budget.reserve(30);

    assertThat(budget.usedBytes()).isEqualTo(70);
    assertThat(large.heldBytes).isZero();
    assertThat(small.heldBytes).isEqualTo(40);
  }

  @Test
  void nextMakesRoomWhereAnotherThreadHasTakenAllOfTheLargest() {
    Output small = output(40);
    Output large = output(50);
    large.beforeMakingRoom = large::giveAll;

    budget.reserve(80);

    assertThat(budget.usedBytes()).isEqualTo(80);
    assertThat(small.heldBytes).isZero();
  }

  @Test
  void whatNobodyCanMakeRoomForIsReservedAllTheSame() {
    output(50);

    budget.reserve(120);

    assertThat(budget.usedBytes()).isEqualTo(120);
  }

  /** Has one segment, if any. */
  private final class Output implements OutputBudget.Holder {

    private long heldBytes;
    private Runnable beforeMakingRoom = () -> {};

    Output(long heldBytes) {
      this.heldBytes = heldBytes;
    }

    void giveAll() {
      budget.release(heldBytes);
      heldBytes = 0;
    }

    @Override
    public long heldBytes() {
      return heldBytes;
    }

    @Override
    public boolean hasEnded() {
      return false;
    }

    @Override
    public boolean makeRoom() {
      beforeMakingRoom.run();
      return dropOldest();
    }

    @Override
    public boolean dropOldest() {
      boolean has = heldBytes > 0;
      giveAll();
      return has;
    }
  }
}
