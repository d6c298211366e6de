package io.processmanager.adapters.os;

import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.outbound.OutputStorage;
import io.processmanager.ports.outbound.OutputStorage.OutputRead;
import io.processmanager.ports.outbound.OutputWriter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * One output with one writer, beside readers and whoever drops its oldest segment: what each is
 * told is what one after the other would have been told. Segments are two bytes long.
 */
public abstract class LinearizableOutput<S extends OutputStorage> {

  static final JobId JOB = new JobId(new UUID(1, 2));
  static final int CAP = 16;

  private final S storage;
  private final OutputWriter writer;
  private byte next = 'a';

  LinearizableOutput(S storage) {
    this.storage = storage;
    this.writer = storage.create(JOB, SOMEBODY);
  }

  /** Drops the oldest segment. Returns whether there was any. */
  abstract boolean dropOldestSegment(S storage);

  @Operation(nonParallelGroup = "writer")
  public final String append() {
    try {
      writer.append(ByteBuffer.wrap(new byte[] {next++}), Instant.EPOCH.plusMillis(next));
      return "appended";
    } catch (IllegalStateException already) {
      return "ended already";
    }
  }

  @Operation(nonParallelGroup = "writer")
  public final String end() {
    try {
      writer.end(OutputCompletion.COMPLETE);
      return "ended";
    } catch (IllegalStateException already) {
      return "ended already";
    }
  }

  @Operation
  public final boolean drop() {
    return dropOldestSegment(storage);
  }

  @Operation
  public final String readFirst() {
    return read(0);
  }

  @Operation
  public final String readThird() {
    return read(2);
  }

  @Operation
  public final String log() {
    return storage.log(JOB).toString();
  }

  /** One byte, as longer chunks may be shorter. */
  private String read(long offset) {
    if (offset > storage.log(JOB).endOffset()) {
      return "past the end";
    }
    return switch (storage.read(JOB, offset, 1)) {
      case OutputRead.Item(OutputItem.Chunk chunk) -> "byte " + (char) chunk.data().get();
      case OutputRead read -> read.toString();
    };
  }

  @Test
  final void readersWriterAndDropsSeeOneOrder() {
    new StressOptions()
        .iterations(6)
        .invocationsPerIteration(2_000)
        .threads(3)
        .actorsPerThread(3)
        .actorsBefore(3)
        .actorsAfter(2)
        .check(getClass());
  }
}
