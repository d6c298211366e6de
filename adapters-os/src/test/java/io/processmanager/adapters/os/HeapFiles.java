package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Errno;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.InjectedErrno;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Files that are none: so quick that threads meet in what stands before them. */
final class HeapFiles implements SegmentFiles {

  private static final int MOST_BYTES = 64;

  private final Map<String, byte[]> named = new ConcurrentHashMap<>();
  private final Map<Integer, byte[]> open = new ConcurrentHashMap<>();
  private final AtomicInteger descriptors = new AtomicInteger();

  private int opened(byte[] file) {
    int descriptor = descriptors.incrementAndGet();
    open.put(descriptor, file);
    return descriptor;
  }

  private byte[] at(int descriptor) throws ErrnoException {
    byte[] file = open.get(descriptor);
    if (file == null) {
      throw InjectedErrno.of("pread", Errno.EBADF);
    }
    return file;
  }

  @Override
  public int create(String name) {
    byte[] file = new byte[MOST_BYTES];
    named.put(name, file);
    return opened(file);
  }

  @Override
  public int open(String name) throws ErrnoException {
    byte[] file = named.get(name);
    if (file == null) {
      throw InjectedErrno.of("openat", Errno.ENOENT);
    }
    return opened(file);
  }

  @Override
  public void remove(String name) {
    named.remove(name);
  }

  @Override
  public void close(int descriptor) {
    if (open.remove(descriptor) == null) {
      throw new IllegalStateException("descriptor " + descriptor + " was not open");
    }
  }

  @Override
  public int write(int descriptor, ByteBuffer direct, long position) throws ErrnoException {
    int length = direct.remaining();
    direct.get(at(descriptor), (int) position, length);
    return length;
  }

  @Override
  public int read(int descriptor, ByteBuffer direct, long position) throws ErrnoException {
    int length = direct.remaining();
    direct.put(at(descriptor), (int) position, length);
    return length;
  }

  @Override
  public long lengthBytes(int descriptor) throws ErrnoException {
    return at(descriptor).length;
  }

  @Override
  public void renew() {}

  @Override
  public String place() {
    return "nowhere";
  }
}
