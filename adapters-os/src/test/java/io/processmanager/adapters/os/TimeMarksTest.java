package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Blocks of times that something has damaged. */
final class TimeMarksTest {

  private static final int LENGTH_AT = 2 * Long.BYTES;
  private static final int CODES_AT = LENGTH_AT + Short.BYTES;
  private static final byte CONTINUES = (byte) 0x80;

  private static ByteBuffer block() {
    TimeMarks marks = new TimeMarks();
    for (int i = 0; i < 10; i++) {
      marks.note(1000L * i, 300L * i);
    }
    ByteBuffer block = ByteBuffer.allocate(TimeMarks.BLOCK_BYTES);
    marks.encode(block);
    return block.flip();
  }

  private static void assertRefused(ByteBuffer block) {
    assertThatIllegalArgumentException().isThrownBy(() -> TimeMarks.decode(block));
  }

  @Test
  void soundBlockIsRead() {
    assertThat(TimeMarks.decode(block()).at(3500)).isEqualTo(new TimeMarks.Span(900, 4000));
  }

  @Test
  void numberThatGoesOnBehindTheLastByteIsRefused() {
    ByteBuffer block = block();
    int last = CODES_AT + block.getShort(LENGTH_AT) - 1;

    assertRefused(block.put(last, CONTINUES));
  }

  @Test
  void markWithoutItsSecondNumberIsRefused() {
    ByteBuffer block = block();
    int length = block.getShort(LENGTH_AT);

    assertRefused(block.putShort(LENGTH_AT, (short) (length - 2)));
  }

  @Test
  void numberThatIsLongerThanAnyIsRefused() {
    ByteBuffer block = block();
    for (int i = 0; i < 11; i++) {
      block.put(CODES_AT + i, CONTINUES);
    }

    assertRefused(block);
  }

  @Test
  void hollowBlockIsRefused() {
    assertRefused(ByteBuffer.allocate(TimeMarks.BLOCK_BYTES));
  }
}
