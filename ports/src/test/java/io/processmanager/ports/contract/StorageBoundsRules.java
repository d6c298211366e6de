package io.processmanager.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.GapCause;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.outbound.OutputStorage;
import io.processmanager.ports.outbound.OutputStorage.OutputRead;
import io.processmanager.ports.outbound.OutputWriter;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What is kept, what goes, and what is not there. */
public interface StorageBoundsRules extends OutputStorageHarness {

  @ContractRule(id = "STO-10", intent = "a job's output is bounded; what is gone is said")
  default void oldestBytesOfAJobGoAndTheGapIsTold() {
    OutputStorage storage = open(new OutputLimits(100_000, 1_000_000));
    JobId job = job();
    OutputWriter writer = storage.create(job, SOMEBODY);
    byte[] written = randomBytes(350_000);

    writer.append(ByteBuffer.wrap(written), NOON);

    OutputLog log = storage.log(job);
    assertThat(log.endOffset()).isEqualTo(350_000);
    assertThat(log.keptBytes()).isBetween(50_000L, 100_000L);
    assertThat(storage.read(job, 7, 10))
        .isEqualTo(new OutputRead.Item(new OutputItem.Gap(7, log.firstOffset(), GapCause.DROPPED)));
    assertThat(readFrom(storage, job, log.firstOffset()))
        .isEqualTo(Arrays.copyOfRange(written, (int) log.firstOffset(), written.length));
  }

  @ContractRule(
      id = "STO-11",
      intent = "all outputs together are bounded, and the largest of an owner pays")
  default void largestOutputMakesRoomForTheOthers() {
    OutputStorage storage = open(new OutputLimits(1_000_000, 1_000_000));
    JobId large = job();
    JobId small = job();
    storage.create(large, SOMEBODY).append(ByteBuffer.wrap(randomBytes(900_000)), NOON);

    storage.create(small, SOMEBODY).append(ByteBuffer.wrap(randomBytes(300_000)), NOON);

    assertThat(storage.log(small).keptBytes()).isEqualTo(300_000);
    assertThat(storage.log(large).firstOffset()).isPositive();
    assertThat(storage.log(large).keptBytes() + 300_000).isLessThanOrEqualTo(1_000_000);
  }

  @ContractRule(
      id = "STO-15",
      intent = "what is being written is kept rather than as much that has ended")
  default void endedOutputMakesRoomBeforeOneThatIsWritten() {
    OutputStorage storage = open(new OutputLimits(500_000, 1_000_000));
    JobId ended = job();
    JobId running = job();
    OutputWriter endedWriter = storage.create(ended, SOMEBODY);
    endedWriter.append(ByteBuffer.wrap(randomBytes(430_000)), NOON);
    endedWriter.end(OutputCompletion.COMPLETE);
    storage.create(running, SOMEBODY).append(ByteBuffer.wrap(randomBytes(430_000)), NOON);

    storage.create(job(), SOMEBODY).append(ByteBuffer.wrap(randomBytes(300_000)), NOON);

    assertThat(storage.log(running).firstOffset()).isZero();
    assertThat(storage.log(ended).firstOffset()).isPositive();
  }

  @ContractRule(id = "STO-16", intent = "whoever has many outputs pushes out none but their own")
  default void ownerWithTheMostMakesRoom() {
    OutputStorage storage = open(new OutputLimits(1_000_000, 1_000_000));
    JobId mine = job();
    JobId firstOfMany = job();
    storage.create(mine, SOMEBODY).append(ByteBuffer.wrap(randomBytes(300_000)), NOON);
    OutputWriter first = storage.create(firstOfMany, new Owner("has many"));
    first.append(ByteBuffer.wrap(randomBytes(120_000)), NOON);

    for (int i = 0; i < 9; i++) {
      OutputWriter next = storage.create(job(), new Owner("has many"));
      next.append(ByteBuffer.wrap(randomBytes(100_000)), NOON);
    }

    assertThat(storage.log(mine).firstOffset()).isZero();
    assertThat(readFrom(storage, mine, 0)).isEqualTo(randomBytes(300_000));
    assertThat(storage.log(firstOfMany).firstOffset()).isPositive();
  }

  @ContractRule(id = "STO-17", intent = "what has ended of who has less outlives a flood of others")
  default void endedOutputOfWhoHasLessIsKept() {
    OutputStorage storage = open(new OutputLimits(1_000_000, 1_000_000));
    JobId mine = job();
    OutputWriter writer = storage.create(mine, SOMEBODY);
    writer.append(ByteBuffer.wrap(randomBytes(400_000)), NOON);
    writer.end(OutputCompletion.COMPLETE);

    OutputWriter flood = storage.create(job(), new Owner("prints without end"));
    for (int i = 0; i < 20; i++) {
      flood.append(ByteBuffer.wrap(randomBytes(100_000)), NOON);
    }

    assertThat(storage.log(mine).firstOffset()).isZero();
  }

  @ContractRule(id = "STO-12", intent = "a deleted output gives its space to the others")
  default void deletedOutputMakesRoom() {
    OutputStorage storage = open(new OutputLimits(1_000_000, 1_000_000));
    JobId old = job();
    JobId young = job();
    storage.create(old, SOMEBODY).append(ByteBuffer.wrap(randomBytes(900_000)), NOON);

    storage.delete(old);
    storage.create(young, SOMEBODY).append(ByteBuffer.wrap(randomBytes(700_000)), NOON);

    assertThat(storage.log(young).keptBytes()).isEqualTo(700_000);
  }

  @ContractRule(id = "STO-13", intent = "an unknown output is a mistake, not an empty one")
  default void unknownOutputIsRefused() {
    OutputStorage storage = open(AMPLE);
    JobId job = job();

    assertThatIllegalArgumentException().isThrownBy(() -> storage.log(job));
    assertThatIllegalArgumentException().isThrownBy(() -> storage.read(job, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> storage.onGrowth(job, 0, () -> {}));
    storage.delete(job);
  }

  @ContractRule(id = "STO-14", intent = "a job that prints on after its deletion harms nobody")
  default void writerOfADeletedOutputWritesNowhere() {
    OutputStorage storage = open(AMPLE);
    JobId job = job();
    OutputWriter writer = storage.create(job, SOMEBODY);
    writer.append(text("old"), NOON);
    storage.delete(job);
    ByteBuffer late = text("late");

    storage.create(job, SOMEBODY);
    writer.append(late, NOON);
    writer.end(OutputCompletion.COMPLETE);

    assertThat(late.hasRemaining()).isFalse();
    assertThat(storage.log(job)).isEqualTo(OutputLog.empty());
  }
}
