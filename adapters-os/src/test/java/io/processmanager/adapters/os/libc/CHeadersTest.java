package io.processmanager.adapters.os.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Structures and constants as the C headers of this machine have them. */
final class CHeadersTest {

  private static final String HEADERS =
      """
      #define _GNU_SOURCE
      #include <errno.h>
      #include <fcntl.h>
      #include <signal.h>
      #include <spawn.h>
      #include <stddef.h>
      #include <stdio.h>
      #include <sys/epoll.h>
      #include <sys/eventfd.h>
      #include <sys/stat.h>
      #include <sys/syscall.h>
      #include <sys/wait.h>
      #include <unistd.h>
      #ifndef P_PIDFD
      #define P_PIDFD 3
      #endif
      """;

  private final Map<String, Long> expected = new LinkedHashMap<>();

  @Test
  void structuresAndConstantsAreThoseOfTheHeaders(@TempDir Path directory) throws Exception {
    assumeTrue(hasCompiler(), "there is no C compiler on this machine");
    expectStructures();
    expectConstants();
    expectErrors();

    Map<String, Long> found = evaluate(directory);

    assertThat(found).isEqualTo(expected);
  }

  private void expectStructures() {
    size("struct epoll_event", Epoll.EVENT);
    offset("struct epoll_event", "data", Epoll.EVENT, "data");
    size("siginfo_t", Processes.SIGINFO);
    for (String field : new String[] {"si_code", "si_pid", "si_status"}) {
      offset("siginfo_t", field, Processes.SIGINFO, field);
    }
    size("struct statx", Paths.STATX);
    offset("struct statx", "stx_mode", Paths.STATX, "stx_mode");
    size("struct sigaction", Signals.SIGACTION);
    offset("struct sigaction", "sa_handler", Signals.SIGACTION, "sa_handler");
    offset("struct sigaction", "sa_mask", Signals.SIGACTION, "sa_mask");
    offset("struct sigaction", "sa_flags", Signals.SIGACTION, "sa_flags");
    size("posix_spawn_file_actions_t", Spawn.FILE_ACTIONS);
    size("posix_spawnattr_t", SpawnAttributes.ATTRIBUTES);
    size("sigset_t", SpawnAttributes.SIGNAL_SET);
    size("int[2]", Descriptors.PIPE_ENDS);
  }

  private void expectConstants() {
    expected.put("O_NONBLOCK", (long) Descriptors.O_NONBLOCK);
    expected.put("O_CLOEXEC", (long) Descriptors.O_CLOEXEC);
    expected.put("EFD_NONBLOCK", (long) Descriptors.O_NONBLOCK);
    expected.put("EFD_CLOEXEC", (long) Descriptors.O_CLOEXEC);
    expected.put("F_SETFL", (long) Descriptors.F_SETFL);
    expected.put("F_DUPFD_CLOEXEC", (long) Descriptors.F_DUPFD_CLOEXEC);
    expected.put("F_GETPIPE_SZ", (long) Descriptors.F_GETPIPE_SZ);
    expected.put("EPOLL_CTL_ADD", (long) Epoll.EPOLL_CTL_ADD);
    expected.put("EPOLL_CTL_DEL", (long) Epoll.EPOLL_CTL_DEL);
    expected.put("EPOLLIN", (long) Epoll.EPOLLIN);
    expected.put("EPOLL_CLOEXEC", (long) Epoll.EPOLL_CLOEXEC);
    expected.put("O_DIRECTORY", (long) Machine.current().directoryFlag());
    expected.put("O_PATH", (long) Paths.O_PATH);
    expected.put("AT_FDCWD", (long) Paths.OWN_DIRECTORY);
    expected.put("AT_EACCESS", (long) Paths.AT_EACCESS);
    expected.put("X_OK", (long) Paths.X_OK);
    expected.put("STATX_TYPE", (long) Paths.STATX_TYPE);
    expected.put("S_IFMT", (long) Paths.S_IFMT);
    expected.put("S_IFREG", (long) Paths.S_IFREG);
    expected.put("S_IFDIR", (long) Paths.S_IFDIR);
    expected.put("P_PID", (long) Processes.P_PID);
    expected.put("P_PIDFD", (long) Processes.P_PIDFD);
    expected.put("WNOHANG", (long) Processes.WNOHANG);
    expected.put("WEXITED", (long) Processes.WEXITED);
    expected.put("WNOWAIT", (long) Processes.WNOWAIT);
    expected.put("CLD_EXITED", (long) Processes.CLD_EXITED);
    expected.put("CLD_KILLED", (long) Processes.CLD_KILLED);
    expected.put("CLD_DUMPED", (long) Processes.CLD_DUMPED);
    expected.put("SYS_pidfd_open", Processes.SYS_PIDFD_OPEN);
    expected.put("SYS_pidfd_send_signal", Processes.SYS_PIDFD_SEND_SIGNAL);
    expected.put("SIGCHLD", (long) Signals.SIGCHLD);
    expected.put("(long) SIG_DFL", Signals.SIG_DFL);
    expected.put("(long) SIG_IGN", Signals.SIG_IGN);
    expected.put("SA_NOCLDWAIT", (long) Signals.SA_NOCLDWAIT);
    expected.put("POSIX_SPAWN_SETSIGDEF", (long) SpawnAttributes.POSIX_SPAWN_SETSIGDEF);
    expected.put("POSIX_SPAWN_SETSIGMASK", (long) SpawnAttributes.POSIX_SPAWN_SETSIGMASK);
    expected.put("POSIX_SPAWN_SETSID", (long) SpawnAttributes.POSIX_SPAWN_SETSID);
    expected.put("_SC_CLK_TCK", (long) Host.SC_CLK_TCK);
    expected.put("_SC_PAGESIZE", (long) Host.SC_PAGESIZE);
  }

  private void expectErrors() throws IllegalAccessException {
    for (var field : Errno.class.getFields()) {
      expected.put(field.getName(), (long) field.getInt(null));
    }
    assertThat(expected).containsKey("ENOENT");
  }

  private void size(String type, MemoryLayout layout) {
    expected.put("sizeof(" + type + ")", layout.byteSize());
  }

  private void offset(String type, String field, MemoryLayout layout, String name) {
    expected.put(
        "offsetof(" + type + ", " + field + ")", layout.byteOffset(PathElement.groupElement(name)));
  }

  private Map<String, Long> evaluate(Path directory) throws Exception {
    StringBuilder source = new StringBuilder(HEADERS).append("int main(void) {\n");
    for (String expression : expected.keySet()) {
      source
          .append("  printf(\"%s=%lld\\n\", \"")
          .append(expression)
          .append("\", (long long) (")
          .append(expression)
          .append("));\n");
    }
    Path file = Files.writeString(directory.resolve("values.c"), source.append("}\n"));
    Path program = directory.resolve("values");
    run("cc", "-o", program.toString(), file.toString());
    Map<String, Long> values = new LinkedHashMap<>();
    for (String line : run(program.toString()).split("\n", -1)) {
      int equals = line.lastIndexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), Long.parseLong(line.substring(equals + 1)));
      }
    }
    return values;
  }

  private static boolean hasCompiler() throws InterruptedException {
    try {
      return new ProcessBuilder("cc", "--version").start().waitFor() == 0;
    } catch (IOException none) {
      return false;
    }
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
