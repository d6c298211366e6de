package example;

import java.nio.ByteBuffer;

/** This program's own stdout, which shows all from the beginning each time. */
final class ConsoleSink implements Sink {

  private long position;

  @Override
  public long position() {
    return position;
  }

  @Override
  public void write(ByteBuffer bytes, long offset) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    System.out.write(copy, 0, copy.length);
    position = offset + copy.length;
  }

  @Override
  public void close() {
    System.out.flush();
  }
}
