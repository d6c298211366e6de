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
    Output output = new Output(budget, owner, heldBytes);
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
    Output mine = output(40);
    Output small = output(new Owner("has many"), 15);
    Output large = output(new Owner("has many"), 25);
    Output ended = output(new Owner("has many"), 10);
    ended.ended = true;

    budget.reserve(20);

    assertThat(large.heldBytes).isZero();
    assertThat(List.of(mine.heldBytes, small.heldBytes, ended.heldBytes))
        .containsExactly(40L, 15L, 10L);
  }

  @Test
  void endedOutputOfAnOwnerMakesRoomBeforeALargerOne() {
    Output running = output(50);
    Output ended = output(40);
    ended.ended = true;

    budget.reserve(30);

    assertThat(ended.heldBytes).isZero();
    assertThat(running.heldBytes).isEqualTo(50);
  }

  @Test
  void endedOutputOfWhoHasLessStays() {
    Output running = output(50);
    Output ended = output(new Owner("has less"), 40);
    ended.ended = true;

    budget.reserve(30);

    assertThat(running.heldBytes).isZero();
    assertThat(ended.heldBytes).isEqualTo(40);
  }

  @Test
  void ownersGiveInTurnAsSoonAsAnotherHasMore() {
    Output first = output(22);
    Output second = output(20);
    Output third = output(8);
    Output other = output(new Owner("has hardly less"), 45);

    budget.reserve(40);

    assertThat(List.of(first.heldBytes, second.heldBytes, third.heldBytes, other.heldBytes))
        .containsExactly(0L, 20L, 8L, 0L);
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
  void nextMakesRoomWhereTheLargestIsDeletedAsItIsLookedAt() {
    Output small = output(40);
    Output large = output(50);
    large.afterLook = large::giveAll;

    budget.reserve(80);

    assertThat(budget.usedBytes()).isEqualTo(80);
    assertThat(small.heldBytes).isZero();
  }

  @Test
  void nextOwnerMakesRoomWhereTheFirstCannot() {
    Output stuck = output(60);
    Output able = output(new Owner("has less"), 30);
    stuck.isStuck = true;

    budget.reserve(30);

    assertThat(able.heldBytes).isZero();
    assertThat(stuck.heldBytes).isEqualTo(60);
  }

  @Test
  void manySmallOutputsAreNotLookedAtForEachThatGives() {
    int many = 10_000;
    OutputBudget large = new OutputBudget(many * 100L, outputs);
    for (int i = 0; i < many; i++) {
      outputs.add(new Output(large, i % 2 == 0 ? SOMEBODY : new Owner("another"), 100));
    }
    large.reserve(many * 100L);

    for (int i = 0; i < 100; i++) {
      large.reserve(100);
    }

    assertThat(outputs.stream().mapToInt(output -> output.looks).sum()).isLessThan(4 * many);
  }

  @Test
  void ownersOfEquallyMuchLoseLittleEach() {
    OutputBudget large = new OutputBudget(1 << 20, outputs);
    for (int i = 0; i < 256; i++) {
      outputs.add(new Output(large, new Owner("owner " + i / 4), 4096));
    }
    large.reserve(1 << 20);

    large.reserve(1);

    assertThat(outputs.stream().filter(output -> output.heldBytes == 0)).hasSize(4);
    assertThat(outputs.stream().filter(output -> output.heldBytes == 0).map(Output::owner))
        .doesNotHaveDuplicates();
  }

  @Test
  void nobodyElseGivesWhereAnotherThreadHasJustMadeRoom() {
    Output large = output(60);
    Output small = output(new Owner("has less"), 30);
    large.beforeMakingRoom = large::giveAll;

    budget.reserve(30);

    assertThat(budget.usedBytes()).isEqualTo(60);
    assertThat(small.heldBytes).isEqualTo(30);
  }

  @Test
  void oldestAreDroppedOfThoseWhoHaveTheMost() {
    Output mine = output(30);
    Output small = output(new Owner("has many"), 10);
    Output large = output(new Owner("has many"), 25);
    large.ended = true;

    assertThat(budget.dropOldest(1)).isTrue();

    assertThat(List.of(mine.heldBytes, small.heldBytes, large.heldBytes))
        .containsExactly(30L, 10L, 0L);
    assertThat(budget.dropOldest(1)).isTrue();
    assertThat(budget.dropOldest(1)).isTrue();
    assertThat(budget.dropOldest(1)).isFalse();
  }

  @Test
  void whoHasTheMostFilesGivesWhereTheDiskIsFull() {
    Output mine = output(60);
    for (int i = 0; i < 3; i++) {
      output(new Owner("has many"), 1);
    }

    assertThat(budget.dropOldest(1)).isTrue();

    assertThat(mine.heldBytes).isEqualTo(60);
  }

  @Test
  void oldestAreDroppedUntilThereIsRoomOnTheDisk() {
    for (int i = 0; i < 9; i++) {
      output(10);
    }

    assertThat(budget.dropOldest(4 * 4096)).isTrue();

    assertThat(outputs.stream().filter(output -> output.heldBytes == 0)).hasSize(4);
  }

  @Test
  void whatNobodyCanMakeRoomForIsReservedAllTheSame() {
    output(50);

    budget.reserve(120);

    assertThat(budget.usedBytes()).isEqualTo(120);
  }

  /** Has one segment, if any. */
  private static final class Output implements OutputBudget.Holder {

    private final OutputBudget budget;
    private final Owner owner;
    private long heldBytes;
    private boolean ended;
    private int looks;
    private boolean isStuck;
    private Runnable beforeMakingRoom = () -> {};
    private Runnable afterLook = () -> {};

    Output(OutputBudget budget, Owner owner, long heldBytes) {
      this.budget = budget;
      this.owner = owner;
      this.heldBytes = heldBytes;
    }

    void giveAll() {
      afterLook = () -> {};
      budget.release(heldBytes);
      heldBytes = 0;
    }

    @Override
    public Owner owner() {
      return owner;
    }

    @Override
    public long heldBytes() {
      looks++;
      long held = heldBytes;
      afterLook.run();
      return held;
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
      boolean has = heldBytes > 0 && !isStuck;
      if (has) {
        giveAll();
      }
      return has;
    }
  }
}
