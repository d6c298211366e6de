package io.processmanager.domain.log;

import java.nio.ByteBuffer;

/** Makes chunks and reads them. */
final class Chunks {

  private Chunks() {}

  static OutputItem.Chunk at(long offset, byte... bytes) {
    return new OutputItem.Chunk(offset, ByteBuffer.wrap(bytes));
  }

  static byte[] bytesOf(OutputItem.Chunk chunk) {
    ByteBuffer view = chunk.data();
    byte[] bytes = new byte[view.remaining()];
    view.get(bytes);
    return bytes;
  }
}
