package io.processmanager.domain.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class OutputChunkTest {

  private static final byte[] HELLO = "hello".getBytes(US_ASCII);

  @Test
  void aChunkHoldsWhatRemainedInTheBuffer() {
    ByteBuffer buffer = ByteBuffer.wrap(HELLO);
    buffer.position(1).limit(4);

    OutputItem.Chunk chunk = new OutputItem.Chunk(10, buffer);

    assertThat(Chunks.bytesOf(chunk)).isEqualTo("ell".getBytes(US_ASCII));
    assertThat(chunk.nextOffset()).isEqualTo(13);
  }

  @Test
  void makingAChunkLeavesTheCallersBufferAsItWas() {
    ByteBuffer buffer = ByteBuffer.wrap(HELLO);
    buffer.position(2);

    OutputItem.Chunk chunk = new OutputItem.Chunk(0, buffer);

    assertThat(buffer.position()).isEqualTo(2);
    assertThat(chunk.data().remaining()).isEqualTo(3);
  }

  @Test
  void movingTheCallersBufferLaterDoesNotMoveTheChunk() {
    ByteBuffer buffer = ByteBuffer.wrap(HELLO);
    OutputItem.Chunk chunk = new OutputItem.Chunk(0, buffer);

    buffer.position(5);

    assertThat(Chunks.bytesOf(chunk)).isEqualTo(HELLO);
  }

  @Test
  void readingOneViewDoesNotMoveTheNext() {
    OutputItem.Chunk chunk = Chunks.at(0, HELLO);

    Chunks.bytesOf(chunk);

    assertThat(chunk.nextOffset()).isEqualTo(5);
    assertThat(Chunks.bytesOf(chunk)).isEqualTo(HELLO);
  }

  @Test
  void aViewCannotBeWrittenTo() {
    OutputItem.Chunk chunk = Chunks.at(0, HELLO.clone());

    assertThatExceptionOfType(ReadOnlyBufferException.class)
        .isThrownBy(() -> chunk.data().put((byte) 'x'));
    assertThat(chunk.data().hasArray()).isFalse();
  }

  @Test
  void aDirectBufferServesAsWell() {
    ByteBuffer direct = ByteBuffer.allocateDirect(5).order(ByteOrder.LITTLE_ENDIAN).put(HELLO);

    OutputItem.Chunk chunk = new OutputItem.Chunk(0, direct.flip());

    assertThat(Chunks.bytesOf(chunk)).isEqualTo(HELLO);
  }

  @Test
  void aChunkIsNeverEmpty() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Chunks.at(9))
        .withMessage("a chunk at offset 9 has no bytes");
  }

  @Test
  void aChunkBeforeTheStartIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Chunks.at(-1, HELLO))
        .withMessage("offset -1 is negative");
  }

  @Test
  void aChunkWhoseEndHasNoOffsetIsRefused() {
    assertThat(Chunks.at(Long.MAX_VALUE - 5, HELLO).nextOffset()).isEqualTo(Long.MAX_VALUE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Chunks.at(Long.MAX_VALUE - 4, HELLO))
        .withMessageEndingWith("has no next offset");
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void bytesAreNeeded() {
    assertThatNullPointerException()
        .isThrownBy(() -> new OutputItem.Chunk(0, null))
        .withMessage("data");
  }
}
