package io.processmanager.cli.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** A stdout that takes nothing. */
record BrokenChannel(String why) implements WritableByteChannel {

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    throw new IOException(why);
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
