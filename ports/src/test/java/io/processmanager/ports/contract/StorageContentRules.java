package io.processmanager.ports.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.outbound.OutputStorage;
import io.processmanager.ports.outbound.OutputStorage.OutputRead;
import io.processmanager.ports.outbound.OutputWriter;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;

/** What is written and what is read. */
public interface StorageContentRules extends OutputStorageHarness {

  @ContractRule(id = "STO-1", intent = "an output starts at offset 0, open and empty")
  default void newOutputIsEmptyAndOpen() {
    OutputStorage storage = open(AMPLE);
    JobId job = job();

    storage.create(job, SOMEBODY);

    assertThat(storage.log(job)).isEqualTo(OutputLog.empty());
    assertThat(storage.read(job, 0, 10)).isEqualTo(new OutputRead.CaughtUp());
  }

  @ContractRule(id = "STO-2", intent = "two jobs never share an output")
  default void secondOutputOfAJobIsRefused() {
    OutputStorage storage = open(AMPLE);
    JobId job = job();
    storage.create(job, SOMEBODY);

    assertThatIllegalArgumentException().isThrownBy(() -> storage.create(job, SOMEBODY));
  }

  @ContractRule(id = "STO-3", intent = "byte for byte, in order, from any offset")
  default void whatWasAppendedIsReadFromEveryOffset() {
    OutputStorage storage = open(AMPLE);
    JobId job = job();
    OutputWriter writer = storage.create(job, SOMEBODY);
    byte[] written = randomBytes(3_000_000);

    for (int at = 0; at < written.length; at += 70_001) {
      writer.append(ByteBuffer.wrap(written, at, Math.min(70_001, written.length - at)), NOON);
    }

    assertThat(storage.log(job).endOffset()).isEqualTo(written.length);
    for (int from : new int[] {0, 1, 4095, 4096, 4097, 262_144, 1_999_999, 2_999_999}) {
      assertThat(readFrom(storage, job, from))
          .isEqualTo(Arrays.copyOfRange(written, from, written.length));
    }
  }

  @ContractRule(id = "STO-4", intent = "the writer's buffer is the writer's again")
  default void appendConsumesTheBufferAndKeepsACopy() {
    OutputStorage storage = open(AMPLE);
    JobId job = job();
    ByteBuffer buffer = ByteBuffer.allocateDirect(5).put("hello".getBytes(UTF_8)).flip();

    storage.create(job, SOMEBODY).append(buffer, NOON);
    boolean consumed = !buffer.hasRemaining();
    buffer.clear().put("XXXXX".getBytes(UTF_8));

    assertThat(consumed).isTrue();
    assertThat(new String(readFrom(storage, job, 0), UTF_8)).isEqualTo("hello");
  }

  @ContractRule(id = "STO-5", intent = "a reader decides how much it takes")
  default void chunkIsNoLongerThanWanted() {
    OutputStorage storage = open(AMPLE);
    JobId job = job();
    storage.create(job, SOMEBODY).append(text("0123456789"), NOON);

    OutputItem.Chunk chunk = chunk(storage.read(job, 2, 3));

    assertThat(chunk.offset()).isEqualTo(2);
    assertThat(chunk.data().remaining()).isBetween(1, 3);
    assertThatIllegalArgumentException().isThrownBy(() -> storage.read(job, 0, 0));
  }

  @ContractRule(id = "STO-6", intent = "no reader can alter what others read")
  default void chunkIsReadOnlyAndNeverChanges() {
    OutputStorage storage = open(new OutputLimits(64 << 10, 64 << 10));
    JobId job = job();
    OutputWriter writer = storage.create(job, SOMEBODY);
    writer.append(text("first"), NOON);
    OutputItem.Chunk early = chunk(storage.read(job, 0, 5));

    writer.append(ByteBuffer.wrap(randomBytes(200_000)), NOON);
    storage.delete(job);

    assertThat(UTF_8.decode(early.data()).toString()).isEqualTo("first");
    assertThatExceptionOfType(ReadOnlyBufferException.class)
        .isThrownBy(() -> early.data().put((byte) 1));
  }

  @ContractRule(id = "STO-7", intent = "an offset that cannot be is a mistake, not silence")
  default void offsetOutOfRangeIsRefused() {
    OutputStorage storage = open(AMPLE);
    JobId job = job();
    storage.create(job, SOMEBODY).append(ByteBuffer.wrap(new byte[10]), NOON);

    assertThat(storage.read(job, 10, 1)).isEqualTo(new OutputRead.CaughtUp());
    assertThatIllegalArgumentException().isThrownBy(() -> storage.read(job, 11, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> storage.read(job, -1, 1));
  }

  @ContractRule(id = "STO-8", intent = "the end is told once all is read, and how it came")
  default void endIsReadBehindTheLastByte() {
    OutputStorage storage = open(AMPLE);
    JobId job = job();
    OutputWriter writer = storage.create(job, SOMEBODY);
    writer.append(text("all"), NOON);

    writer.end(OutputCompletion.CUT_OFF);

    OutputLog ended = new OutputLog(0, 3, 0, OutputCompletion.CUT_OFF);
    assertThat(storage.log(job)).isEqualTo(ended);
    assertThat(new String(readFrom(storage, job, 0), UTF_8)).isEqualTo("all");
    assertThat(storage.read(job, 3, 10)).isEqualTo(new OutputRead.Finished(ended));
  }

  @ContractRule(id = "STO-9", intent = "nothing comes after the end")
  default void endedOutputTakesNothingMore() {
    OutputStorage storage = open(AMPLE);
    JobId job = job();
    OutputWriter writer = storage.create(job, SOMEBODY);
    writer.append(text("all"), NOON);
    writer.end(OutputCompletion.COMPLETE);

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> writer.append(text("more"), NOON));

    assertThat(new String(readFrom(storage, job, 0), UTF_8)).isEqualTo("all");
  }
}
