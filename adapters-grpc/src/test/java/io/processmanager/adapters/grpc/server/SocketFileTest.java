package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketFileTest {

  @TempDir private Path directory;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private Path path;
  private SocketFile file;

  @BeforeEach
  void describe() {
    path = directory.resolve("worker.sock");
    file = new SocketFile(UnixSocket.at(path));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : opened) {
      closeable.close();
    }
  }

  private ServerSocketChannel listenAt(Path where) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    opened.add(server);
    return server.bind(UnixDomainSocketAddress.of(where));
  }

  private ServerSocketChannel publish(SocketFile socket) throws IOException {
    socket.prepare();
    ServerSocketChannel server = listenAt(socket.boundAt());
    socket.publish();
    return server;
  }

  private static String mode(Path where) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(where));
  }

  /** Without the lock, which stays. */
  private List<Path> inDirectory() throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> !file.endsWith(".worker.sock.lock")).toList();
    }
  }

  private static boolean answers(Path where) throws IOException {
    try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(where))) {
      return client.isConnected();
    }
  }

  @Test
  void socketIsBoundWhereNobodyElseMayEnterAndReachedWhenItsModeIsSet() throws Exception {
    file.prepare();
    listenAt(file.boundAt());

    assertThat(mode(file.boundAt().resolveSibling("."))).isEqualTo("rwx------");
    assertThat(path).doesNotExist();

    file.publish();

    assertThat(mode(path)).isEqualTo("rw-------");
    assertThat(answers(path)).isTrue();
    file.remove();
    assertThat(inDirectory()).isEmpty();
  }

  @Test
  void groupOfTheSocketMayConnect() throws Exception {
    int own = (Integer) Files.getAttribute(directory, "unix:gid");
    SocketFile shared = new SocketFile(UnixSocket.at(path).withGroup(Integer.toString(own)));

    publish(shared);

    assertThat(mode(path)).isEqualTo("rw-rw----");
    assertThat(Files.getAttribute(path, "unix:gid")).isEqualTo(own);
    shared.remove();
  }

  @Test
  void groupThatThereIsNotIsNamed() throws Exception {
    SocketFile shared = new SocketFile(UnixSocket.at(path).withGroup("no-such-group"));

    assertThatThrownBy(() -> publish(shared)).hasMessage("there is no group 'no-such-group'");
    shared.remove();

    assertThat(inDirectory()).isEmpty();
  }

  @Test
  void socketOfAKilledWorkerIsReplaced() throws Exception {
    listenAt(path).close();
    assertThat(path).exists();
    Files.writeString(directory.resolve(".worker.sock.lock"), "left behind");

    publish(file);

    assertThat(answers(path)).isTrue();
    file.remove();
    assertThat(inDirectory()).isEmpty();
  }

  @Test
  void socketThatSomebodyListensOnIsLeftToThem() throws Exception {
    listenAt(path);

    assertThatThrownBy(file::prepare)
        .isInstanceOf(IOException.class)
        .hasMessage(path + " is in use by another worker");

    assertThat(answers(path)).isTrue();
    assertThat(inDirectory()).containsExactly(path);
  }

  @Test
  void workerWhoseSocketWasRemovedStillHasThePath() throws Exception {
    publish(file);
    Files.delete(path);
    SocketFile second = new SocketFile(UnixSocket.at(path));

    assertThatThrownBy(second::prepare).hasMessage(path + " is in use by another worker");

    file.remove();
    publish(second);
    assertThat(answers(path)).isTrue();
    second.remove();
  }

  @Test
  void whatIsNoSocketIsLeftAlone() throws Exception {
    Files.writeString(path, "precious");

    assertThatThrownBy(file::prepare)
        .hasMessage(path + " is there and is no socket; give another path, or remove it");

    assertThat(path).hasContent("precious");
    assertThat(inDirectory()).containsExactly(path);
  }

  @Test
  void linkIsNoSocketWhateverItLeadsTo() throws Exception {
    Path target = directory.resolve("target.sock");
    listenAt(target).close();
    Files.createSymbolicLink(path, target);

    assertThatThrownBy(file::prepare).hasMessageContaining("is no socket");

    assertThat(path).isSymbolicLink();
    assertThat(Files.exists(target)).isTrue();
  }

  @Test
  void whatCameMeanwhileIsNotReplaced() throws Exception {
    file.prepare();
    listenAt(file.boundAt());
    Files.writeString(path, "precious");

    assertThatThrownBy(file::publish).hasMessage(path + " has come to be there meanwhile");
    file.remove();

    assertThat(path).hasContent("precious");
    assertThat(inDirectory()).containsExactly(path);
  }

  @Test
  void socketThatTookTheFirstOnesPlaceIsNotRemovedWithIt() throws Exception {
    publish(file);
    Files.delete(path);
    listenAt(path);

    file.remove();

    assertThat(answers(path)).isTrue();
  }

  @Test
  void whereThereAreNoHardLinksTheSocketIsMoved() throws Exception {
    SocketFile moved =
        new SocketFile(
            UnixSocket.at(path),
            (link, existing) -> {
              throw new FileSystemException(link.toString(), null, "Operation not permitted");
            });

    publish(moved);

    assertThat(answers(path)).isTrue();
    assertThat(inDirectory()).containsExactly(path);
    moved.remove();
    assertThat(inDirectory()).isEmpty();
  }

  @Test
  void moveReplacesNothingEither() throws Exception {
    SocketFile moved =
        new SocketFile(
            UnixSocket.at(path),
            (link, existing) -> {
              throw new UnsupportedOperationException("no links here");
            });
    moved.prepare();
    listenAt(moved.boundAt());
    Files.writeString(path, "precious");

    assertThatThrownBy(moved::publish).hasMessage(path + " has come to be there meanwhile");
    moved.remove();

    assertThat(path).hasContent("precious");
  }

  @Test
  void failureOfAnyKindLeavesNothingBehind() throws Exception {
    SocketFile broken =
        new SocketFile(
            UnixSocket.at(path),
            (link, existing) -> {
              throw new IllegalStateException("broken");
            });

    assertThatThrownBy(() -> publish(broken)).hasMessage("broken");
    broken.remove();

    assertThat(inDirectory()).isEmpty();
    publish(file);
    file.remove();
  }

  @Test
  void whatAWorkerLeftThatWasKilledBeforeItListenedIsRemoved() throws Exception {
    Files.createDirectory(file.boundAt().getParent());
    listenAt(file.boundAt()).close();

    publish(file);
    file.remove();

    assertThat(inDirectory()).isEmpty();
  }

  @Test
  void whatNoWorkerLeftIsNotRemoved() throws Exception {
    Path precious = Files.createDirectory(file.boundAt().getParent()).resolve("precious");
    Files.writeString(precious, "precious");

    assertThatThrownBy(file::prepare)
        .hasMessage(
            precious.getParent() + " is in the way, and no worker of this user left it; remove it");

    assertThat(precious).hasContent("precious");
  }

  @Test
  void modeIsNotSetWhereTheDirectoryWasReplaced() throws Exception {
    file.prepare();
    Path target = Files.writeString(directory.resolve("target"), "precious");
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path made = file.boundAt().getParent();
    Files.move(made, directory.resolve("away"));
    Files.createDirectory(made);
    Files.createSymbolicLink(file.boundAt(), target);

    assertThatThrownBy(file::publish).hasMessage(made + " has been replaced by somebody else");
    file.remove();

    assertThat(mode(target)).isEqualTo("rwxr-xr-x");
    assertThat(file.boundAt()).isSymbolicLink();
  }

  @Test
  void directoryThatThereIsNotIsNamed() {
    SocketFile lost = new SocketFile(UnixSocket.at(directory.resolve("none/worker.sock")));

    assertThatThrownBy(lost::prepare)
        .hasMessage("the directory " + directory + "/none does not exist; make it first");
  }
}
