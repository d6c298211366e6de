package example;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file in which each byte stands at its offset of the output. So its size tells where to go on,
 * when the relay was stopped and started again, and what is no longer kept is a hole of zeros.
 */
final class FileSink implements Sink {

  private final FileChannel file;

  private FileSink(FileChannel file) {
    this.file = file;
  }

  static FileSink open(Path path) throws IOException {
    return new FileSink(
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
  }

  @Override
  public long position() throws IOException {
    return file.size();
  }

  @Override
  public void write(ByteBuffer bytes, long offset) throws IOException {
    long at = offset;
    while (bytes.hasRemaining()) {
      at += file.write(bytes, at);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
