package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.InjectedErrno;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The files of a spool, which fail when a test says so. */
final class FaultyFiles implements SegmentFiles {

  private static final int NONE = 0;

  private final SegmentFiles real;
  private final Set<String> present = ConcurrentHashMap.newKeySet();
  private final AtomicInteger descriptors = new AtomicInteger();
  private int createErrno = NONE;
  private int openErrno = NONE;
  private int readErrno = NONE;
  private int nextReadErrno = NONE;
  private int writeErrno = NONE;
  private long writableBytes = Long.MAX_VALUE;
  private Runnable duringWrite = () -> {};
  private Runnable beforeOpen = () -> {};
  private int attempts;
  private int renewals;
  private int mostDescriptors;

  FaultyFiles(SegmentFiles real) {
    this.real = real;
  }

  /** From now on no file can be made; 0 heals it. */
  synchronized void failCreate(int errno) {
    createErrno = errno;
  }

  /** From now on none can be opened again; 0 heals it. */
  synchronized void failOpen(int errno) {
    openErrno = errno;
  }

  /** From now on none can be read; 0 heals it. */
  synchronized void failRead(int errno) {
    readErrno = errno;
  }

  /** One read fails. */
  synchronized void failNextRead(int errno) {
    nextReadErrno = errno;
  }

  /** From now on none can be written once so many bytes more were. */
  synchronized void failWriteAfter(long bytes, int errno) {
    writableBytes = bytes;
    writeErrno = errno;
  }

  /** Does this during each write from now on, in its thread. */
  synchronized void duringWrite(Runnable action) {
    duringWrite = action;
  }

  /** Does this before the next file is opened again, in that thread. */
  synchronized void beforeNextOpen(Runnable action) {
    beforeOpen = action;
  }

  /** Heals what {@link #failWriteAfter} broke. */
  synchronized void healWrite() {
    writableBytes = Long.MAX_VALUE;
    writeErrno = NONE;
  }

  /** How often something was to be written or made. */
  synchronized int attempts() {
    return attempts;
  }

  /** How often the directory was to be made again. */
  synchronized int renewals() {
    return renewals;
  }

  /** How many files were open at most at one time. */
  synchronized int mostDescriptors() {
    return mostDescriptors;
  }

  /** The names of the files there are. */
  List<String> names() {
    return new ArrayList<>(present);
  }

  private synchronized int counted(int descriptor) {
    mostDescriptors = Math.max(mostDescriptors, descriptors.incrementAndGet());
    return descriptor;
  }

  private static void failIf(String call, int errno) throws ErrnoException {
    if (errno != NONE) {
      throw InjectedErrno.of(call, errno);
    }
  }

  @Override
  public synchronized int create(String name) throws ErrnoException {
    attempts++;
    failIf("openat", createErrno);
    int descriptor = counted(real.create(name));
    present.add(name);
    return descriptor;
  }

  @Override
  public synchronized int open(String name) throws ErrnoException {
    Runnable first = beforeOpen;
    beforeOpen = () -> {};
    first.run();
    failIf("openat", openErrno);
    return counted(real.open(name));
  }

  @Override
  public synchronized void remove(String name) throws ErrnoException {
    present.remove(name);
    real.remove(name);
  }

  @Override
  public synchronized void close(int descriptor) {
    descriptors.decrementAndGet();
    real.close(descriptor);
  }

  @Override
  public synchronized int write(int descriptor, ByteBuffer direct, long position)
      throws ErrnoException {
    attempts++;
    duringWrite.run();
    if (writableBytes == 0) {
      throw InjectedErrno.of("pwrite", writeErrno);
    }
    int limit = direct.limit();
    direct.limit((int) Math.min(limit, direct.position() + writableBytes));
    try {
      int written = real.write(descriptor, direct, position);
      writableBytes -= written;
      return written;
    } finally {
      direct.limit(limit);
    }
  }

  @Override
  public synchronized int read(int descriptor, ByteBuffer direct, long position)
      throws ErrnoException {
    int once = nextReadErrno;
    nextReadErrno = NONE;
    failIf("pread", once);
    failIf("pread", readErrno);
    return real.read(descriptor, direct, position);
  }

  @Override
  public synchronized long lengthBytes(int descriptor) throws ErrnoException {
    return real.lengthBytes(descriptor);
  }

  @Override
  public synchronized void renew() {
    renewals++;
    real.renew();
  }

  @Override
  public String place() {
    return real.place();
  }
}
