package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock as the kernel has it, seen from other processes. */
class SocketLockTest {

  @TempDir private Path directory;
  private Path path;
  private Path lockFile;

  @BeforeEach
  void describe() {
    path = directory.resolve("worker.sock");
    lockFile = directory.resolve(".worker.sock.lock");
  }

  private boolean isLockedBy(long pid) throws IOException {
    String entry = "WRITE " + pid + " [0-9a-f]+:[0-9a-f]+:" + inode() + " 0 EOF";
    return Files.readAllLines(Path.of("/proc/locks")).stream()
        .anyMatch(line -> line.matches(".*POSIX +ADVISORY +" + entry));
  }

  private long inode() throws IOException {
    return (Long) Files.getAttribute(lockFile, "unix:ino");
  }

  private String inUse() {
    return path + " is in use by another worker";
  }

  @Test
  void kernelKeepsTheLockAsLongAsTheWorkerListens() throws Exception {
    try (SocketProcess worker = SocketProcess.start()) {
      worker.tell(path);
      assertThat(worker.answer()).isEqualTo("listening");

      assertThat(isLockedBy(worker.pid())).isTrue();
      assertThat(worker.end()).isEqualTo("ended");

      assertThat(isLockedBy(worker.pid())).isFalse();
      assertThat(lockFile).exists();
    }
  }

  @Test
  void workerWhoseSocketWasRemovedStillHasThePathToOtherProcesses() throws Exception {
    try (SocketProcess worker = SocketProcess.start()) {
      worker.tell(path);
      assertThat(worker.answer()).isEqualTo("listening");
      Files.delete(path);
      SocketFile second = new SocketFile(UnixSocket.at(path));

      assertThatThrownBy(second::prepare).hasMessage(inUse());
      assertThatThrownBy(second::prepare).hasMessage(inUse());

      worker.kill();
      second.prepare();
      second.remove();
    }
  }

  @Test
  void anotherClassLoadersServerIsAnotherWorkerAndKeepsItsLock() throws Exception {
    SocketFile file = new SocketFile(UnixSocket.at(path));
    file.prepare();
    try (URLClassLoader others =
        new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
      Method beside =
          others.loadClass(SocketLock.class.getName()).getDeclaredMethod("beside", Path.class);
      beside.setAccessible(true);

      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> beside.invoke(null, path))
            .isInstanceOf(InvocationTargetException.class)
            .cause()
            .isInstanceOf(IOException.class)
            .hasMessage(inUse());
      }

      assertThat(isLockedBy(ProcessHandle.current().pid())).isTrue();
      file.remove();
      try (AutoCloseable theirs = (AutoCloseable) beside.invoke(null, path)) {
        assertThat(isLockedBy(ProcessHandle.current().pid())).isTrue();
        assertThat(theirs).isNotNull();
      }
    }
  }

  private static URL[] classPath() throws IOException {
    List<URL> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      entries.add(Path.of(entry).toUri().toURL());
    }
    return entries.toArray(URL[]::new);
  }

  @Test
  void whatIsNoRegularFileIsNotOpenedForALock() throws Exception {
    Path target = Files.writeString(directory.resolve("target"), "precious");
    Files.createSymbolicLink(lockFile, target);

    assertThatThrownBy(() -> SocketLock.beside(path))
        .hasMessage(
            "the lock file "
                + lockFile.toRealPath().resolveSibling(".worker.sock.lock")
                + " is no regular file; remove it");

    assertThat(target).hasContent("precious");
  }

  @Test
  void lockFileOfAnotherUserIsNamedWithItsOwner() throws Exception {
    assumeTrue(OwnUser.uid() == 0, "only root can give files away");
    Files.createFile(lockFile);
    Files.setAttribute(lockFile, "unix:uid", 71_001);

    assertThatThrownBy(() -> SocketLock.beside(path))
        .hasMessage(
            "the lock file "
                + lockFile
                + " belongs to user '71001'; if no worker of theirs listens here, remove it");
  }
}
