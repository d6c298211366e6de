package example;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A place that output is copied to. */
interface Sink extends Closeable {

  /** The offset behind the last byte that it has. */
  long position() throws IOException;

  /** Takes all of {@code bytes}, which stand at {@code offset} of the output. */
  void write(ByteBuffer bytes, long offset) throws IOException;
}
