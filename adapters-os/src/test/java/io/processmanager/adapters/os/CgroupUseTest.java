package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Engines on machines that have no cgroups to give, as far as a mount namespace can tell. */
final class CgroupUseTest {

  private static final String UNABLE = "contained by session, mark and descent, best effort";

  private Path mount;

  @BeforeEach
  void requireATreeThatCanBeHidden() {
    assumeTrue(Rights.isRoot(), "only root may change mounts");
    mount =
        mountPoint(
            CgroupMount.ownDirectory().orElseGet(() -> assumed("there is no cgroup v2 tree here")));
  }

  /** Up from a cgroup to the one that is mounted. */
  private static Path mountPoint(String cgroup) {
    Path directory = Path.of(cgroup);
    Path parent = directory.getParent();
    while (parent != null && Files.exists(parent.resolve("cgroup.procs"))) {
      directory = parent;
      parent = directory.getParent();
    }
    return directory;
  }

  private static String assumed(String reason) {
    assumeTrue(false, reason);
    return reason;
  }

  @Test
  void readOnlyTreeIsDoneWithoutAndTheReasonTold() throws Exception {
    String report = ChildJvm.run(readOnly(), EngineJvm.class, "WHERE_POSSIBLE");

    assertThat(report).contains(UNABLE).contains("no cgroup can be made in").contains("EROFS");
  }

  @Test
  void readOnlyTreeIsRefusedWhereCgroupsAreRequired() throws Exception {
    String report = ChildJvm.run(readOnly(), EngineJvm.class, "REQUIRED");

    assertThat(report.lines()).singleElement().asString().startsWith("refused: ").contains("EROFS");
  }

  private String readOnly() {
    return inMountNamespace("mount -o remount,bind,ro '" + mount + "'");
  }

  @Test
  void missingTreeIsDoneWithoutAndTheReasonTold() throws Exception {
    String hidden = inMountNamespace("umount -l '" + mount + "'");

    assertThat(ChildJvm.run(hidden, EngineJvm.class, "WHERE_POSSIBLE"))
        .contains(UNABLE)
        .contains("no cgroup v2 tree with this process in it is mounted");
    assertThat(ChildJvm.run(hidden, EngineJvm.class, "REQUIRED").lines())
        .singleElement()
        .asString()
        .startsWith("refused: no cgroup v2 tree");
  }

  private static String inMountNamespace(String change) {
    return "exec unshare --mount sh -c '" + change.replace("'", "'\\''") + " && exec \"$@\"' sh";
  }

  @Test
  void treeOfSomebodyElseIsDoneWithoutAndTheReasonTold() throws Exception {
    String withoutRights = Rights.assumedDroppedTo(65534);

    assertThat(ChildJvm.run(withoutRights, EngineJvm.class, "WHERE_POSSIBLE"))
        .contains(UNABLE)
        .contains("EACCES");
    assertThat(ChildJvm.run(withoutRights, EngineJvm.class, "REQUIRED").lines())
        .singleElement()
        .asString()
        .startsWith("refused: no cgroup can be made in");
  }

  /** The kernel takes what is cloned from there into another for what escaped the kill. */
  @Test
  void jobsHaveCgroupsThoughThatOfTheWorkerWasKilledOnce() throws Exception {
    Path killed = Path.of(CgroupMount.ownDirectory().orElseThrow(), "killed-once");
    Files.createDirectory(killed);
    try {
      Files.writeString(killed.resolve("cgroup.kill"), "1");
      String inside = "echo $$ > '" + killed + "/cgroup.procs'; exec";

      assertThat(ChildJvm.run(inside, StrangeJvm.class, "run-jobs")).endsWith("passed\n");
      String said = ChildJvm.run(inside, StrangeJvm.class, "tell-cgroup");

      assertThat(said).contains("cgroups in " + killed).endsWith("passed\n");
    } finally {
      Files.delete(killed);
    }
  }

  /** The shell alone makes, lists and removes it: neither can this JVM name it for sure. */
  @Test
  void nothingIsLeftInAPlaceThatTheLocaleCannotName() throws Exception {
    String own = CgroupMount.ownDirectory().orElseThrow();
    String place = "place='" + own + "'/$(printf 'cell-\\303\\274'); ";

    String report =
        ChildJvm.run(
            place + "mkdir \"$place\" && echo $$ > \"$place/cgroup.procs\"; export LC_ALL=C; exec",
            EngineJvm.class,
            "WHERE_POSSIBLE");
    Process look =
        new ProcessBuilder(
                "sh",
                "-c",
                place
                    + "find \"$place\" -mindepth 1 -type d | wc -l; find \"$place\" -depth -type d"
                    + " -exec rmdir {} +")
            .start();

    assertThat(report).contains(UNABLE);
    assertThat(look.inputReader().readLine()).isEqualTo("0");
    assertThat(look.waitFor()).isZero();
  }

  @Test
  void cgroupsThatAreNotWantedAreNotMade() throws Exception {
    String report = ChildJvm.run("exec", EngineJvm.class, "NONE");

    assertThat(report).contains(UNABLE).contains("they are switched off");
  }
}
