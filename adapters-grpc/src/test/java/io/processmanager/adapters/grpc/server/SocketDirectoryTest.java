package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.processmanager.adapters.grpc.wire.SocketDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories where somebody else could put a socket in the place of a worker's. */
class SocketDirectoryTest {

  private static final int STRANGER = 71_001;

  @TempDir private Path directory;

  private static void give(Path file, int uid) throws IOException {
    assumeTrue(OwnUser.uid() == 0, "only root can give files away");
    Files.setAttribute(file, "unix:uid", uid);
  }

  private Path made(String name, int mode) throws IOException {
    Path made = Files.createDirectory(directory.resolve(name));
    Files.setAttribute(made, "unix:mode", mode);
    return made;
  }

  @Test
  void directoryThatOthersMayWriteIsRefusedWithWhatToDo() throws Exception {
    Path open = made("open", 0777);
    SocketFile file = new SocketFile(UnixSocket.at(open.resolve("worker.sock")));

    assertThatThrownBy(file::prepare)
        .hasMessage(
            "others could take the socket's place: others than its owner may write in "
                + open
                + "; take that from them (chmod go-w), or give a directory where nobody else may");

    assertThat(open).isEmptyDirectory();
  }

  @Test
  void groupIsOthersToo() throws Exception {
    assertThat(SocketDirectory.whyUnsafe(made("group", 0770))).isPresent();
  }

  @Test
  void stickyBitIsEnoughForAWorkerAndNotForItsClients() throws Exception {
    Path sticky = made("sticky", 01777);

    assertThat(SocketDirectory.whyUnsafe(sticky)).isEmpty();
    assertThat(SocketDirectory.isKeptBy(OwnUser.uid(), sticky)).isFalse();
  }

  @Test
  void directoriesOnTheWayCountToo() throws Exception {
    Path inner = Files.createDirectory(made("open", 0777).resolve("inner"));

    assertThat(SocketDirectory.whyUnsafe(inner)).get().asString().contains("may write in");
    assertThat(SocketDirectory.isKeptBy(OwnUser.uid(), inner)).isFalse();
  }

  @Test
  void directoriesThatLinksLeadThroughCountToo() throws Exception {
    Path safe = made("safe", 0700);
    Path open = made("open", 0777);
    Files.createSymbolicLink(open.resolve("link"), safe);
    Files.createSymbolicLink(directory.resolve("first"), Path.of("open/../open/link"));

    assertThat(SocketDirectory.whyUnsafe(directory.resolve("first")))
        .get()
        .asString()
        .contains("may write in " + open + ";");
    assertThat(SocketDirectory.whyUnsafe(safe)).isEmpty();
  }

  @Test
  void strangersDirectoryIsRefused() throws Exception {
    Path strangers = made("strangers", 0755);
    give(strangers, STRANGER);

    assertThat(SocketDirectory.whyUnsafe(strangers))
        .hasValue(
            strangers
                + " belongs to user 71001, who is neither root nor the worker's; give a directory"
                + " that is the worker's own");
  }

  @Test
  void userKeepsADirectoryOfTheirsThatNobodyElseMayWrite() throws Exception {
    // Not below /tmp, where everybody may make a directory of this name.
    Path run = Path.of("/run");
    assumeTrue(OwnUser.uid() == 0 && Files.isWritable(run), "/run cannot be written");
    Path kept = Files.createTempDirectory(run, "process-manager-test");
    try {
      give(kept, STRANGER);

      assertThat(SocketDirectory.isKeptBy(STRANGER, kept)).isTrue();
      assertThat(SocketDirectory.isKeptBy(STRANGER + 1, kept)).isFalse();
      Files.setAttribute(kept, "unix:mode", 0775);
      assertThat(SocketDirectory.isKeptBy(STRANGER, kept)).isFalse();
    } finally {
      Files.delete(kept);
    }
  }

  @Test
  void linkOfAStrangersInADirectoryThatAllMayWriteIsRefused() throws Exception {
    Path sticky = made("sticky", 01777);
    Path link = Files.createSymbolicLink(sticky.resolve("link"), made("safe", 0700));
    assumeTrue(OwnUser.uid() == 0, "only root can give files away");
    Process given =
        new ProcessBuilder("chown", "-h", String.valueOf(STRANGER), link.toString()).start();
    assertThat(given.waitFor()).isZero();

    assertThat(SocketDirectory.whyUnsafe(link)).get().asString().startsWith(link + " belongs to");
  }
}
