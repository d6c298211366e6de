package io.processmanager.adapters.os;

import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.owner.Owner;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who makes room when all outputs together have too much. */
final class OutputBudgetTest {

  private static final long TOTAL = 100;

  private final List<Output> outputs = new ArrayList<>();
  private final OutputBudget budget = new OutputBudget(TOTAL, outputs);

  private Output output(long heldBytes) {
    return output(SOMEBODY, heldBytes);
  }

  private Output output(Owner owner, long heldBytes) {
    Output output = new Output(owner, heldBytes);
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
  void largestOfWhoeverHasTheMostMakesRoom() {
    Owner other = new Owner("has many");
    Output mine = output(40);
    Output small = output(other, 15);
    Output large = output(other, 25);
    Output ended = output(other, 10);
    ended.ended = true;

    budget.reserve(20);

    assertThat(large.heldBytes).isZero();
    assertThat(List.of(mine.heldBytes, small.heldBytes, ended.heldBytes))
        .containsExactly(40L, 15L, 10L);
  }

  @Test
  void endedOutputsCountTwiceForTheirOwnerToo() {
    Output running = output(50);
    Output ended = output(new Owner("has ended"), 30);
    ended.ended = true;

    budget.reserve(30);

    assertThat(ended.heldBytes).isZero();
    assertThat(running.heldBytes).isEqualTo(50);
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

    private final Owner owner;
    private long heldBytes;
    private boolean ended;
    private Runnable beforeMakingRoom = () -> {};

    Output(Owner owner, long heldBytes) {
      this.owner = owner;
      this.heldBytes = heldBytes;
    }

    void giveAll() {
      budget.release(heldBytes);
      heldBytes = 0;
    }

    @Override
    public Owner owner() {
      return owner;
    }

    @Override
    public long heldBytes() {
      return heldBytes;
    }

    @Override
    public boolean hasEnded() {
      return ended;
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
