package io.processmanager.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.outbound.OutputStorage;
import io.processmanager.ports.outbound.OutputStorage.OutputRead;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;

/** What the rules need of the storage under test, and the steps that they share. */
public interface OutputStorageHarness {

  /** Limits that no rule reaches by accident. */
  OutputLimits AMPLE = new OutputLimits(16 << 20, 64 << 20);

  /** When bytes are captured, where that is not what a rule is about. */
  Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  /** Whose an output is, where that is not what a rule is about. */
  Owner SOMEBODY = new Owner("somebody");

  /** A storage of the kind under test, with nothing in it. */
  OutputStorage open(OutputLimits limits);

  /** A name that no output has. */
  default JobId job() {
    return new JobId(UUID.randomUUID());
  }

  /** Text, to be appended. */
  default ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes in which a loss, a swap or a repeat shows; the same each time. */
  default byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /** The chunk that a read gave. */
  default OutputItem.Chunk chunk(OutputRead read) {
    assertThat(read).isInstanceOf(OutputRead.Item.class);
    OutputItem item = ((OutputRead.Item) read).item();
    assertThat(item).isInstanceOf(OutputItem.Chunk.class);
    return (OutputItem.Chunk) item;
  }

  /** A chunk's bytes. */
  default byte[] bytes(OutputItem.Chunk chunk) {
    byte[] bytes = new byte[chunk.data().remaining()];
    chunk.data().get(bytes);
    return bytes;
  }

  /** All bytes from {@code offset} to what is there now, read in pieces; there must be no gap. */
  default byte[] readFrom(OutputStorage storage, JobId job, long offset) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    OutputRead read = storage.read(job, offset, 9_999);
    for (long at = offset; read instanceof OutputRead.Item; read = storage.read(job, at, 9_999)) {
      OutputItem.Chunk chunk = chunk(read);
      assertThat(chunk.offset()).isEqualTo(at);
      all.writeBytes(bytes(chunk));
      at = chunk.nextOffset();
    }
    return all.toByteArray();
  }
}
