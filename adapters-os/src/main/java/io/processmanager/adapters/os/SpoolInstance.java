package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Descriptors;
import io.processmanager.adapters.os.libc.Errno;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.Paths;
import io.processmanager.adapters.os.libc.RegularFiles;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One open spool's own directory, in the directory that all share. Beside it lies a file {@code
 * NAME.lock}, there before it and until after it, on which its spool holds a lock of flock(2) for
 * as long as it is open; the kernel lets go of the lock when a worker is killed. So what has a free
 * lock is nobody's. (A file, as NFS locks no directories.)
 *
 * @param directory the open directory
 * @param lock the open, locked file
 */
record SpoolInstance(Path shared, String name, int directory, int lock) {

  private static final System.Logger LOG = System.getLogger(SpoolInstance.class.getName());
  private static final String LOCK = ".lock";

  /**
   * Makes a directory of its own.
   *
   * @param all the shared directory, open
   * @throws LockingUnsupported the file system has no locks
   */
  static SpoolInstance make(Path shared, int all) throws ErrnoException, LockingUnsupported {
    while (true) {
      byte[] random = new byte[6];
      ThreadLocalRandom.current().nextBytes(random);
      String name = ProcessHandle.current().pid() + "-" + HexFormat.of().formatHex(random);
      int lock = RegularFiles.create(all, name + LOCK);
      try {
        // Another spool that opens may take this one for abandoned as long as it is not locked.
        if (tryLock(lock) && isThere(all, name + LOCK)) {
          return new SpoolInstance(shared, name, makeDirectory(all, name), lock);
        }
      } catch (ErrnoException | LockingUnsupported failure) {
        Descriptors.closeQuietly(lock);
        RegularFiles.remove(all, name + LOCK);
        throw failure;
      }
      Descriptors.closeQuietly(lock);
    }
  }

  private static int makeDirectory(int all, String name) throws ErrnoException {
    Paths.makePrivateDirectory(all, name);
    try {
      return Paths.openDirectory(all, name);
    } catch (ErrnoException failure) {
      // Without its lock nobody would ever find it.
      Paths.removeDirectory(all, name);
      throw failure;
    }
  }

  private static boolean tryLock(int lock) throws LockingUnsupported {
    try {
      return Descriptors.tryLock(lock);
    } catch (ErrnoException failure) {
      throw new LockingUnsupported(failure);
    }
  }

  private static boolean isThere(int all, String name) throws ErrnoException {
    try {
      Paths.kind(all, name);
      return true;
    } catch (ErrnoException failure) {
      if (failure.errno() == Errno.ENOENT) {
        return false;
      }
      throw failure;
    }
  }

  /** The file system has no locks. */
  static final class LockingUnsupported extends Exception {

    private static final long serialVersionUID = 1L;

    LockingUnsupported(ErrnoException cause) {
      super(cause);
    }
  }

  /** Removes the directories of spools that are open no more; those of killed workers. */
  static void removeAbandoned(Path shared, int all) {
    try (DirectoryStream<Path> locks = Files.newDirectoryStream(shared, "*" + LOCK)) {
      for (Path path : locks) {
        String file = String.valueOf(path.getFileName());
        removeIfAbandoned(shared, all, file.substring(0, file.length() - LOCK.length()));
      }
    } catch (IOException | DirectoryIteratorException failure) {
      LOG.log(System.Logger.Level.WARNING, "what killed workers left was not looked for", failure);
    }
  }

  private static void removeIfAbandoned(Path shared, int all, String name) {
    try {
      int lock = RegularFiles.open(all, name + LOCK);
      try {
        if (Descriptors.tryLock(lock)) {
          removeWithFiles(shared, all, name);
          LOG.log(
              System.Logger.Level.INFO,
              () -> "removed the output that a killed worker left in " + shared.resolve(name));
        }
      } finally {
        Descriptors.closeQuietly(lock);
      }
    } catch (ErrnoException failure) {
      // ENOENT: somebody else has just removed it.
      if (failure.errno() != Errno.ENOENT) {
        LOG.log(
            System.Logger.Level.WARNING,
            () -> "what a killed worker left stays: " + shared.resolve(name),
            failure);
      }
    }
  }

  private static void removeWithFiles(Path shared, int all, String name) throws ErrnoException {
    Path own = shared.resolve(name);
    if (Files.isDirectory(own)) {
      int directory = Paths.openDirectory(all, name);
      try (DirectoryStream<Path> files = Files.newDirectoryStream(own)) {
        for (Path file : files) {
          RegularFiles.remove(directory, String.valueOf(file.getFileName()));
        }
      } catch (IOException | DirectoryIteratorException failure) {
        LOG.log(System.Logger.Level.DEBUG, () -> own + " cannot be looked through", failure);
      } finally {
        Descriptors.closeQuietly(directory);
      }
      Paths.removeDirectory(all, name);
    }
    RegularFiles.remove(all, name + LOCK);
  }

  /** Removes it, with all that is in it, and lets go of the lock. */
  void remove() {
    try {
      int all = Paths.openDirectory(Paths.OWN_DIRECTORY, shared.toString());
      try {
        removeWithFiles(shared, all, name);
      } finally {
        Descriptors.closeQuietly(all);
      }
    } catch (ErrnoException failure) {
      if (failure.errno() != Errno.ENOENT) {
        LOG.log(
            System.Logger.Level.WARNING,
            () -> shared.resolve(name) + " cannot be removed",
            failure);
      }
    }
    Descriptors.closeQuietly(directory);
    Descriptors.closeQuietly(lock);
  }
}
