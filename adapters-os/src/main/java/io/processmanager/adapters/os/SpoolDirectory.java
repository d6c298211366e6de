package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Descriptors;
import io.processmanager.adapters.os.libc.Errno;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.Paths;
import io.processmanager.adapters.os.libc.RegularFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The files of an open spool, in {@code DIRECTORY/output/INSTANCE}: one directory for all jobs, as
 * one for each would cost a short job more than its output does. Nobody but the worker's user may
 * look in (modes 0700 and 0600).
 *
 * <p><b>Threading.</b> Any thread. Calls that name a file share a lock, so that the directory's
 * descriptor stays what it is meanwhile; many are made at once. Who makes the directory again
 * changes to it under that lock alone, so he waits for those under way, and those that come wait
 * for him. Reading and writing takes no lock.
 */
final class SpoolDirectory implements SegmentFiles, AutoCloseable {

  private static final FileAttribute<?> OWNER_ALONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final int OTHERS_MAY_WRITE = 022;

  private static final int NO_DESCRIPTOR = -1;

  private static final System.Logger LOG = System.getLogger(SpoolDirectory.class.getName());

  private final Path absolute;
  private final Path shared;
  private final ReadWriteLock use = new ReentrantReadWriteLock();

  // Guarded by use.
  private SpoolInstance instance;
  private boolean closed;

  private SpoolDirectory(Path absolute, Path shared, SpoolInstance instance) {
    this.absolute = absolute;
    this.shared = shared;
    this.instance = instance;
  }

  /**
   * Opens a spool, makes the directory if there is none, and removes what killed workers left.
   *
   * @throws UnusableDirectoryException it cannot be used
   */
  static SpoolDirectory at(Path directory) {
    Path absolute = directory.toAbsolutePath();
    Path shared = absolute.resolve("output");
    return new SpoolDirectory(absolute, shared, newInstance(absolute, shared));
  }

  /** Removes what killed workers left, if there is such a directory and it is safe. */
  static void removeAbandoned(Path directory) {
    Path absolute = directory.toAbsolutePath();
    Path shared = absolute.resolve("output");
    if (!Files.isDirectory(shared)) {
      return;
    }
    try {
      int all = Paths.openDirectory(Paths.OWN_DIRECTORY, shared.toString());
      try {
        requireSafe(absolute, shared);
        SpoolInstance.removeAbandoned(shared, all);
      } finally {
        Descriptors.closeQuietly(all);
      }
    } catch (ErrnoException | IOException | UnusableDirectoryException unusable) {
      // Whoever opens a spool there is told.
      LOG.log(System.Logger.Level.DEBUG, () -> shared + " was not looked through", unusable);
    }
  }

  private static SpoolInstance newInstance(Path absolute, Path shared) {
    try {
      Files.createDirectories(absolute, OWNER_ALONE);
      int all = openShared(absolute, shared);
      try {
        requireSafe(absolute, shared);
        SpoolInstance.removeAbandoned(shared, all);
        return SpoolInstance.make(shared, all);
      } finally {
        Descriptors.closeQuietly(all);
      }
    } catch (ErrnoException failure) {
      throw new UnusableDirectoryException(
          absolute,
          failure.description() + "; give a directory in which this user may write",
          failure);
    } catch (SpoolInstance.LockingUnsupported failure) {
      throw new UnusableDirectoryException(
          absolute, "its file system has no locks; give a directory of a local one", failure);
    } catch (IOException | UnsupportedOperationException failure) {
      throw new UnusableDirectoryException(absolute, advice(absolute, failure), failure);
    }
  }

  private static int openShared(Path absolute, Path shared) throws ErrnoException {
    int state = Paths.openDirectory(Paths.OWN_DIRECTORY, absolute.toString());
    try {
      Paths.makePrivateDirectory(state, "output");
    } catch (ErrnoException failure) {
      if (failure.errno() != Errno.EEXIST) {
        throw failure;
      }
    } finally {
      Descriptors.closeQuietly(state);
    }
    return Paths.openDirectory(Paths.OWN_DIRECTORY, shared.toString());
  }

  /** Who may put names into the directory could have output written elsewhere. */
  private static void requireSafe(Path absolute, Path shared) throws IOException {
    int mode = (Integer) Files.getAttribute(shared, "unix:mode");
    Object owner = Files.getAttribute(shared, "unix:uid");
    Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    if ((mode & OTHERS_MAY_WRITE) != 0 || !owner.equals(user)) {
      throw new UnusableDirectoryException(
          absolute,
          "others than this user may write in its subdirectory 'output'; give a directory that is"
              + " this user's own",
          null);
    }
  }

  private static String advice(Path absolute, Exception failure) {
    return Files.exists(absolute) && !Files.isDirectory(absolute)
        ? "it is not a directory; give one"
        : failure.getClass().getSimpleName()
            + ": "
            + failure.getMessage()
            + "; give a directory that this user may make or write in";
  }

  @Override
  public int create(String name) throws ErrnoException {
    return inDirectory(directory -> RegularFiles.create(directory, name));
  }

  @Override
  public int open(String name) throws ErrnoException {
    return inDirectory(directory -> RegularFiles.open(directory, name));
  }

  @Override
  public void remove(String name) throws ErrnoException {
    inDirectory(
        directory -> {
          // What is closed has no files.
          if (directory != NO_DESCRIPTOR) {
            RegularFiles.remove(directory, name);
          }
          return 0;
        });
  }

  /** A system call that names a file in the directory. */
  @FunctionalInterface
  private interface Call {
    int in(int directory) throws ErrnoException;
  }

  /** Many at once; but the descriptor is not given back, to be given to others, during one. */
  private int inDirectory(Call call) throws ErrnoException {
    use.readLock().lock();
    try {
      return call.in(closed ? NO_DESCRIPTOR : instance.directory());
    } finally {
      use.readLock().unlock();
    }
  }

  @Override
  public void close(int descriptor) {
    Descriptors.closeQuietly(descriptor);
  }

  @Override
  public int write(int descriptor, ByteBuffer direct, long position) throws ErrnoException {
    return RegularFiles.writeAt(descriptor, direct, position);
  }

  @Override
  public int read(int descriptor, ByteBuffer direct, long position) throws ErrnoException {
    return RegularFiles.readAt(descriptor, direct, position);
  }

  @Override
  public long lengthBytes(int descriptor) throws ErrnoException {
    return RegularFiles.lengthBytes(descriptor);
  }

  @Override
  public void renew() {
    SpoolInstance now = present();
    if (now == null || Files.isDirectory(shared.resolve(now.name()))) {
      return;
    }
    try {
      replace(now, newInstance(absolute, shared)).remove();
    } catch (UnusableDirectoryException failure) {
      LOG.log(System.Logger.Level.DEBUG, "the output's directory is gone for now", failure);
    }
  }

  /** Null if it is closed. */
  private @Nullable SpoolInstance present() {
    use.readLock().lock();
    try {
      return closed ? null : instance;
    } finally {
      use.readLock().unlock();
    }
  }

  /** Returns which of the two is not used: {@code made}, if somebody else was faster. */
  private SpoolInstance replace(SpoolInstance gone, SpoolInstance made) {
    use.writeLock().lock();
    try {
      if (closed || !instance.equals(gone)) {
        return made;
      }
      instance = made;
      return gone;
    } finally {
      use.writeLock().unlock();
    }
  }

  @Override
  public String place() {
    return shared.toString();
  }

  /** Removes the spool's directory with what is left in it. */
  @Override
  public void close() {
    use.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        instance.remove();
      }
    } finally {
      use.writeLock().unlock();
    }
  }
}
