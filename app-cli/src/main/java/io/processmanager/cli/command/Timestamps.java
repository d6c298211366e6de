package io.processmanager.cli.command;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Puts before each line the time at which its first byte was captured. The bytes themselves are
 * left as they are, whatever they are; where some are missing in the middle of a line, it is ended.
 */
final class Timestamps {

  private static final byte[] NONE = {};

  private byte[] stamp = NONE;
  private boolean atLineStart = true;
  private boolean interrupted;

  /** What comes next was captured then. */
  void at(Instant time) {
    stamp = (TimeText.ofMillis(time) + " ").getBytes(StandardCharsets.US_ASCII);
  }

  /** Something is missing here: what comes next has a line and a time of its own. */
  void interrupt() {
    interrupted |= !atLineStart;
    atLineStart = true;
  }

  /** The bytes, with times where lines begin. */
  ByteBuffer stamped(ByteBuffer chunk) {
    byte[] bytes = new byte[chunk.remaining()];
    chunk.get(bytes);
    ByteArrayOutputStream lines = new ByteArrayOutputStream(bytes.length + 8 * stamp.length);
    int from = 0;
    while (from < bytes.length) {
      if (interrupted) {
        interrupted = false;
        lines.write('\n');
      }
      if (atLineStart) {
        lines.writeBytes(stamp);
      }
      int end = endOfLine(bytes, from);
      lines.write(bytes, from, end - from);
      atLineStart = bytes[end - 1] == '\n';
      from = end;
    }
    return ByteBuffer.wrap(lines.toByteArray());
  }

  private static int endOfLine(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return bytes.length;
  }
}
