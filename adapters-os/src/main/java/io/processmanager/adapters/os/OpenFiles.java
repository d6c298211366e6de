package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Errno;
import io.processmanager.adapters.os.libc.ErrnoException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The segment files that are open, over all jobs: about as many as were used of late, whoever used
 * them, so that ten thousand jobs that have printed take no ten thousand descriptors. Beyond the
 * bound one is closed that nobody uses and nobody has used since this was last asked for one.
 *
 * <p><b>Threading.</b> Any thread. The lock is taken to open and close, not to use what is open,
 * and not held during either call.
 */
final class OpenFiles {

  private final SegmentFiles files;
  private final int most;
  private final Set<SpoolFile> open = new LinkedHashSet<>();

  /**
   * @param most how many stay open
   */
  OpenFiles(SegmentFiles files, int most) {
    this.files = files;
    this.most = most;
  }

  SegmentFiles files() {
    return files;
  }

  /**
   * Makes or opens a file; where there is no descriptor left, those that nobody uses are closed.
   */
  int open(String name, boolean isNew) throws ErrnoException {
    try {
      return attempt(name, isNew);
    } catch (ErrnoException failure) {
      if (failure.errno() != Errno.EMFILE && failure.errno() != Errno.ENFILE) {
        throw failure;
      }
      closeIdle(0);
      return attempt(name, isNew);
    }
  }

  private int attempt(String name, boolean isNew) throws ErrnoException {
    return isNew ? files.create(name) : files.open(name);
  }

  /** Counts a file that was opened. */
  void opened(SpoolFile file) {
    boolean tooMany;
    synchronized (this) {
      open.add(file);
      tooMany = open.size() > most;
    }
    if (tooMany) {
      closeIdle(most);
    }
  }

  private void closeIdle(int leave) {
    List<Integer> closed = new ArrayList<>();
    synchronized (this) {
      // Twice around: the first time those that were used of late are only marked.
      for (int left = 2 * open.size(); left > 0 && open.size() > leave; left--) {
        Iterator<SpoolFile> oldest = open.iterator();
        SpoolFile file = oldest.next();
        oldest.remove();
        int descriptor = file.takeIfIdle();
        if (descriptor == SpoolFile.NONE) {
          open.add(file);
        } else {
          closed.add(descriptor);
        }
      }
    }
    closed.forEach(files::close);
  }

  /** Counts a file out that closes for good. */
  synchronized void closed(SpoolFile file) {
    open.remove(file);
  }

  /** How many are open. */
  synchronized int count() {
    return open.size();
  }
}
