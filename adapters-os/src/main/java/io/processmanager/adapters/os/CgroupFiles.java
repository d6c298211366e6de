package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Descriptors;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A cgroup's directory and those of its files that tell whether it is as new, kept open for the
 * jobs that use it in turn: to open them for each costs several times what it costs to read them.
 *
 * <p><b>Threading.</b> One thread at a time.
 */
final class CgroupFiles implements AutoCloseable {

  static final String EVENTS = "cgroup.events";

  /** What {@link #EVENTS} holds when nothing runs there. */
  static final String EMPTY = "populated 0\nfrozen 0\n";

  /** How the files of a new cgroup begin; cgroups(7). */
  private static final List<Map.Entry<String, String>> AS_NEW =
      List.of(
          Map.entry(EVENTS, EMPTY),
          Map.entry("cgroup.type", "domain\n"),
          Map.entry("cgroup.max.depth", "max\n"),
          Map.entry("cgroup.max.descendants", "max\n"),
          Map.entry("cgroup.stat", "nr_descendants 0\n"));

  private final int directory;
  private final List<Integer> files = new ArrayList<>(AS_NEW.size());

  private CgroupFiles(int directory) {
    this.directory = directory;
  }

  /** Opens those of the cgroup {@code name} below the one whose directory is {@code parent}. */
  static CgroupFiles open(int parent, String name) throws ErrnoException {
    CgroupFiles opened = new CgroupFiles(Paths.openDirectory(parent, name));
    try {
      for (Map.Entry<String, String> file : AS_NEW) {
        opened.files.add(Paths.openFile(opened.directory, file.getKey()));
      }
      return opened;
    } catch (ErrnoException failure) {
      opened.close();
      throw failure;
    }
  }

  /** The directory's descriptor, open as long as this is. */
  int directory() {
    return directory;
  }

  /** Whether the cgroup has not been removed since. */
  boolean areThere() {
    try {
      return !Descriptors.readStart(files.get(0)).isEmpty();
    } catch (ErrnoException removed) {
      return false;
    }
  }

  /** Whether nothing runs in the cgroup and it is as if it had just been made. */
  boolean isAsNew() throws ErrnoException {
    for (int i = 0; i < AS_NEW.size(); i++) {
      if (!Descriptors.readStart(files.get(i)).startsWith(AS_NEW.get(i).getValue())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    files.forEach(Descriptors::closeQuietly);
    Descriptors.closeQuietly(directory);
  }
}
