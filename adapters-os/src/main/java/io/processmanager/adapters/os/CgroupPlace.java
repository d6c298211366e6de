package io.processmanager.adapters.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Optional;

/**
 * Where cgroups for jobs are made: below this process's own one, or beside it. The kernel lets a
 * cgroup with processes in it hand no controller on, so that below the own one nothing is told of
 * memory; cgroups(7), "no internal processes". Who wants that told has systemd put the service's
 * process into a leaf of what it delegates, with {@code DelegateSubgroup=}; systemd.resource-
 * control(5). No process is moved here, which in a program with an embedded engine is not ours.
 */
final class CgroupPlace {

  /** That of systemd on what it delegates, "1"; since version 251. */
  private static final String DELEGATED = "delegate";

  /** What systemd gives no name to but itself, however it was told to call a subgroup. */
  private static final String UNIT = ".*\\.(service|scope|slice|socket|mount|swap)";

  private CgroupPlace() {}

  /**
   * The directory of the cgroup beside whose leaf {@code own} the cgroups for jobs are to be; empty
   * if they are to be below {@code own}.
   */
  static Optional<Path> besideLeaf(Path own) {
    if (String.valueOf(own.getFileName()).matches(UNIT)) {
      return Optional.empty();
    }
    return Optional.ofNullable(own.getParent())
        .filter(CgroupPlace::isDelegated)
        .filter(parent -> CgroupTree.processes(parent).isEmpty());
  }

  private static boolean isDelegated(Path cgroup) {
    UserDefinedFileAttributeView attributes =
        Files.getFileAttributeView(cgroup, UserDefinedFileAttributeView.class);
    try {
      if (attributes == null) {
        return false;
      }
      ByteBuffer value = ByteBuffer.allocate(attributes.size(DELEGATED));
      attributes.read(DELEGATED, value);
      return StandardCharsets.US_ASCII.decode(value.flip()).toString().equals("1");
    } catch (IOException noSuchAttribute) {
      return false;
    }
  }
}
