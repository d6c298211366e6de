package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Engines whose process is in a leaf, as systemd's DelegateSubgroup= puts it there. */
final class CgroupPlaceTest {

  private Path unit;
  private Path leaf;

  @BeforeEach
  void makeUnit() throws Exception {
    Path own = Path.of(CgroupMount.ownDirectory().orElse("/none"));
    assumeTrue(Files.isWritable(own), "no cgroup can be made here");
    unit = Files.createDirectory(own.resolve("unit-" + UUID.randomUUID()));
    leaf = Files.createDirectory(unit.resolve("worker"));
  }

  @AfterEach
  void removeUnit() throws Exception {
    Files.delete(leaf);
    Files.delete(unit);
  }

  @Test
  void jobsHaveTheirsBesideALeafOfWhatIsDelegated() throws Exception {
    delegate(unit, "1");

    assertThat(directoryOfEngineIn(leaf).getParent()).isEqualTo(unit);
    assertThat(CgroupTree.children(unit, "*")).containsExactly("worker");
  }

  @Test
  void nothingIsMadeOutsideTheOwnOneThatNobodyDelegated() throws Exception {
    assertThat(directoryOfEngineIn(leaf).getParent()).isEqualTo(leaf);

    delegate(unit, "0");
    assertThat(directoryOfEngineIn(leaf).getParent()).isEqualTo(leaf);
  }

  @Test
  void delegatedOneWithProcessesOfItsOwnIsLeftAlone() throws Exception {
    delegate(unit, "1");
    Process inside =
        new ProcessBuilder(
                "sh", "-c", "echo $$ > '" + unit + "/cgroup.procs' && echo in; exec sleep 600")
            .start();
    assertThat(inside.inputReader().readLine()).isEqualTo("in");
    try {
      assertThat(CgroupPlace.besideLeaf(leaf)).isEmpty();
    } finally {
      inside.destroyForcibly().waitFor();
    }
  }

  @Test
  void delegatedOneIsAnotherManagersWhereTheOwnOneIsAUnit() throws Exception {
    delegate(unit, "1");

    assertThat(CgroupPlace.besideLeaf(leaf)).contains(unit);
    assertThat(CgroupPlace.besideLeaf(unit.resolve("other.service"))).isEmpty();
  }

  private static void delegate(Path cgroup, String value) {
    try {
      Files.getFileAttributeView(cgroup, UserDefinedFileAttributeView.class)
          .write("delegate", StandardCharsets.US_ASCII.encode(value));
    } catch (IOException unable) {
      assumeTrue(false, "this kernel takes no attributes of users for cgroups: " + unable);
    }
  }

  private static Path directoryOfEngineIn(Path cgroup) throws Exception {
    String inside = "echo $$ > '" + cgroup + "/cgroup.procs'; exec";
    String report = ChildJvm.run(inside, EngineJvm.class, "REQUIRED").strip();
    return CgroupTrees.directory(report);
  }
}
