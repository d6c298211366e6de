package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where a process's own cgroup lies, by what the kernel tells of mounts and membership. */
final class CgroupMountTest {

  private static final String UNIFIED =
      "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n";

  @Test
  void plainVersion2IsAllThereIs() {
    assertThat(CgroupMount.ownDirectory(UNIFIED, "0::/user.slice/a.scope\n"))
        .contains("/sys/fs/cgroup/user.slice/a.scope");
    assertThat(CgroupMount.ownDirectory(UNIFIED, "0::/\n")).contains("/sys/fs/cgroup");
  }

  @Test
  void version2LiesBesideTheHierarchiesOfVersion1() {
    String mounts =
        """
        31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755
        35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
        41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
        """;

    assertThat(CgroupMount.ownDirectory(mounts, "4:memory:/jobs\n0::/worker\n"))
        .contains("/sys/fs/cgroup/unified/worker");
  }

  @Test
  void version1AloneIsNotEnough() {
    String mounts = "35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n";

    assertThat(CgroupMount.ownDirectory(mounts, "4:memory:/jobs\n")).isEmpty();
    assertThat(CgroupMount.ownDirectory(mounts, "4:memory:/jobs\n0::/\n")).isEmpty();
  }

  @Test
  void mountMayShowAPartOfTheTreeOnly() {
    String mounts = "30 23 0:26 /docker/a1 /sys/fs/cgroup ro - cgroup2 cgroup2 rw\n";

    assertThat(CgroupMount.ownDirectory(mounts, "0::/docker/a1\n")).contains("/sys/fs/cgroup");
    assertThat(CgroupMount.ownDirectory(mounts, "0::/docker/a1/b\n")).contains("/sys/fs/cgroup/b");
    assertThat(CgroupMount.ownDirectory(mounts, "0::/docker/a12\n")).isEmpty();
    assertThat(CgroupMount.ownDirectory(mounts, "0::/\n")).isEmpty();
  }

  @Test
  void firstMountThatShowsTheCgroupIsTaken() {
    String mounts = "29 23 0:26 /docker/b2 /elsewhere rw - cgroup2 cgroup2 rw\n" + UNIFIED;

    assertThat(CgroupMount.ownDirectory(mounts, "0::/docker/a1\n"))
        .contains("/sys/fs/cgroup/docker/a1");
  }

  @Test
  void mountThatMayBeWrittenIsPreferred() {
    String readOnly = "29 23 0:26 / /looked-at nosuid,ro - cgroup2 cgroup2 rw\n";

    assertThat(CgroupMount.ownDirectory(readOnly + UNIFIED, "0::/a")).contains("/sys/fs/cgroup/a");
    assertThat(CgroupMount.ownDirectory(readOnly, "0::/a")).contains("/looked-at/a");
  }

  @Test
  void whatLiesAboveTheNamespacesRootCannotBeNamed() {
    String above = "30 23 0:26 /../.. /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";

    assertThat(CgroupMount.ownDirectory(UNIFIED, "0::/../sibling\n")).isEmpty();
    assertThat(CgroupMount.ownDirectory(UNIFIED, "0::/..\n")).isEmpty();
    assertThat(CgroupMount.ownDirectory(above, "0::/\n")).isEmpty();
    assertThat(CgroupMount.ownDirectory(above, "0::/job\n")).isEmpty();
  }

  @Test
  void nameThatBeginsWithTwoDotsIsANameLikeAnyOther() {
    assertThat(CgroupMount.ownDirectory(UNIFIED, "0::/..data\n")).contains("/sys/fs/cgroup/..data");
  }

  @Test
  void escapedCharactersStandForThemselves() {
    String mounts =
        "30 23 0:26 /a\\040b /mnt/c\\011d\\012e\\134040f rw - cgroup2 cgroup2 rw,nsdelegate\n";

    assertThat(CgroupMount.ownDirectory(mounts, "0::/a b/g\n")).contains("/mnt/c\td\ne\\040f/g");
  }
}
