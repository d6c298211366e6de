package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Errno;
import io.processmanager.adapters.os.libc.ErrnoException;

/**
 * A file of the spool, open while it is used and for some time after; see {@link OpenFiles}.
 *
 * <p><b>Threading.</b> Any thread. No lock of its own is held during a system call.
 */
final class SpoolFile {

  /** No descriptor. */
  static final int NONE = -1;

  private static final System.Logger LOG = System.getLogger(SpoolFile.class.getName());

  private final OpenFiles openFiles;
  private final String name;
  private int descriptor;
  private int users;
  private boolean usedOfLate;
  private boolean removed;

  private SpoolFile(OpenFiles openFiles, String name, int descriptor) {
    this.openFiles = openFiles;
    this.name = name;
    this.descriptor = descriptor;
    this.usedOfLate = true;
  }

  /** Makes a file. */
  static SpoolFile create(OpenFiles openFiles, String name) throws ErrnoException {
    SpoolFile file = new SpoolFile(openFiles, name, openFiles.open(name, true));
    openFiles.opened(file);
    return file;
  }

  /** A use of the open file. Returns what it gives. */
  @FunctionalInterface
  interface Use {
    int with(SegmentFiles files, int descriptor) throws ErrnoException;
  }

  /**
   * Does something with the open file, and opens it first where that must be. While it lasts the
   * file stays open, even if it is removed.
   *
   * @throws ErrnoException what {@code use} throws; or the file cannot be opened, as it is gone
   */
  int use(Use use) throws ErrnoException {
    int taken = take();
    try {
      return use.with(openFiles.files(), taken);
    } finally {
      letGo();
    }
  }

  private int take() throws ErrnoException {
    synchronized (this) {
      if (descriptor != NONE) {
        users++;
        usedOfLate = true;
        return descriptor;
      }
    }
    int opened = openFiles.open(name, false);
    int spare = NONE;
    int taken;
    boolean counts = false;
    synchronized (this) {
      if (descriptor == NONE) {
        descriptor = opened;
        counts = true;
      } else {
        spare = opened;
      }
      users++;
      usedOfLate = true;
      taken = descriptor;
    }
    if (spare != NONE) {
      openFiles.files().close(spare);
    }
    if (counts) {
      openFiles.opened(this);
    }
    return taken;
  }

  private void letGo() {
    int unused;
    synchronized (this) {
      users--;
      unused = removed ? takeUnused() : NONE;
    }
    if (unused != NONE) {
      openFiles.closed(this);
      openFiles.files().close(unused);
    }
  }

  /** Gives the descriptor away, to be closed, unless the file is used or was of late. */
  synchronized int takeIfIdle() {
    if (usedOfLate && users == 0) {
      usedOfLate = false;
      return NONE;
    }
    return takeUnused();
  }

  private synchronized int takeUnused() {
    if (users > 0) {
      return NONE;
    }
    int unused = descriptor;
    descriptor = NONE;
    return unused;
  }

  /** Removes the file. Who uses it at this moment is not disturbed. */
  void remove() {
    int unused;
    synchronized (this) {
      removed = true;
      unused = takeUnused();
    }
    openFiles.closed(this);
    if (unused != NONE) {
      openFiles.files().close(unused);
    }
    try {
      openFiles.files().remove(name);
    } catch (ErrnoException failure) {
      if (failure.errno() != Errno.ENOENT) {
        LOG.log(
            System.Logger.Level.WARNING,
            "a file of dropped output stays: " + openFiles.files().place() + "/" + name,
            failure);
      }
    }
  }
}
