package io.processmanager.adapters.os.libc;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.util.LinkedHashMap;
import java.util.Map;

/** C expressions with the values that the bindings take them to have on a machine. */
final class CHeaders {

  static final String INCLUDES =
      """
      #define _GNU_SOURCE
      #include <errno.h>
      #include <fcntl.h>
      #include <linux/close_range.h>
      #include <linux/sched.h>
      #include <signal.h>
      #include <stddef.h>
      #include <stdio.h>
      #include <sys/epoll.h>
      #include <sys/eventfd.h>
      #include <sys/file.h>
      #include <sys/mman.h>
      #include <sys/resource.h>
      #include <sys/stat.h>
      #include <sys/syscall.h>
      #include <sys/wait.h>
      #include <unistd.h>
      /* The C library has no macro P_PIDFD, and its own names must be there first. */
      #include <linux/wait.h>
      """;

  private final Machine machine;
  private final Map<String, Long> expected = new LinkedHashMap<>();

  private CHeaders(Machine machine) {
    this.machine = machine;
  }

  static Map<String, Long> of(Machine machine) throws IllegalAccessException {
    CHeaders headers = new CHeaders(machine);
    headers.structures();
    headers.systemCalls();
    headers.files();
    headers.processes();
    headers.limits();
    for (var field : Errno.class.getFields()) {
      headers.expected.put(field.getName(), (long) field.getInt(null));
    }
    return headers.expected;
  }

  private void structures() {
    MemoryLayout event = Epoll.event(machine);
    size("struct epoll_event", event);
    offset("struct epoll_event", "data", event);
    size("siginfo_t", Processes.SIGINFO);
    for (String field : new String[] {"si_code", "si_pid", "si_status"}) {
      offset("siginfo_t", field, Processes.SIGINFO);
    }
    size("struct statx", Paths.STATX);
    offset("struct statx", "stx_mode", Paths.STATX);
    size("struct sigaction", Signals.SIGACTION);
    for (String field : new String[] {"sa_handler", "sa_mask", "sa_flags"}) {
      offset("struct sigaction", field, Signals.SIGACTION);
    }
    size("struct rlimit", ResourceLimits.RLIMIT);
    offset("struct rlimit", "rlim_max", ResourceLimits.RLIMIT);
    for (String field : new String[] {"flags", "pidfd", "exit_signal", "cgroup"}) {
      offset("struct clone_args", field, SpawnCalls.CLONE_ARGS);
    }
    size("int[2]", Descriptors.PIPE_ENDS);
  }

  private void systemCalls() {
    for (SystemCall call : SystemCall.values()) {
      expected.put("SYS_" + call.manualName(), call.number(machine));
    }
    expected.put("SYS_pidfd_open", Processes.SYS_PIDFD_OPEN);
    expected.put("SYS_pidfd_send_signal", Processes.SYS_PIDFD_SEND_SIGNAL);
    expected.put("CLONE_VM", SpawnCalls.CLONE_VM);
    expected.put("CLONE_FILES", SpawnCalls.CLONE_FILES);
    expected.put("CLOSE_RANGE_UNSHARE", SpawnCalls.CLOSE_RANGE_UNSHARE);
    expected.put("CLONE_VFORK", SpawnCalls.CLONE_VFORK);
    expected.put("CLONE_PIDFD", SpawnCalls.CLONE_PIDFD);
    expected.put("CLONE_CLEAR_SIGHAND", SpawnCalls.CLONE_CLEAR_SIGHAND);
    expected.put("CLONE_INTO_CGROUP", SpawnCalls.CLONE_INTO_CGROUP);
    expected.put("PROT_READ", (long) LaunchCode.PROT_READ);
    expected.put("PROT_WRITE", (long) LaunchCode.PROT_WRITE);
    expected.put("PROT_EXEC", (long) LaunchCode.PROT_EXEC);
    expected.put("MAP_PRIVATE", (long) LaunchCode.MAP_PRIVATE);
    expected.put("MAP_ANONYMOUS", (long) LaunchCode.MAP_ANONYMOUS);
  }

  private void files() {
    expected.put("O_WRONLY", (long) Paths.O_WRONLY);
    expected.put("O_RDWR", (long) RegularFiles.O_RDWR);
    expected.put("O_CREAT", (long) RegularFiles.O_CREAT);
    expected.put("O_EXCL", (long) RegularFiles.O_EXCL);
    expected.put("SEEK_END", (long) RegularFiles.SEEK_END);
    expected.put("sizeof(off_t)", (long) Long.BYTES);
    expected.put("O_NONBLOCK", (long) Descriptors.O_NONBLOCK);
    expected.put("O_CLOEXEC", (long) Descriptors.O_CLOEXEC);
    expected.put("O_DIRECTORY", (long) machine.directoryFlag());
    expected.put("O_PATH", (long) Paths.O_PATH);
    expected.put("EFD_NONBLOCK", (long) Descriptors.O_NONBLOCK);
    expected.put("EFD_CLOEXEC", (long) Descriptors.O_CLOEXEC);
    expected.put("F_SETFL", (long) Descriptors.F_SETFL);
    expected.put("F_DUPFD_CLOEXEC", (long) Descriptors.F_DUPFD_CLOEXEC);
    expected.put("F_GETPIPE_SZ", (long) Descriptors.F_GETPIPE_SZ);
    expected.put("F_SETPIPE_SZ", (long) Descriptors.F_SETPIPE_SZ);
    expected.put("LOCK_EX", (long) Descriptors.LOCK_EX);
    expected.put("LOCK_NB", (long) Descriptors.LOCK_NB);
    expected.put("EPOLL_CTL_ADD", (long) Epoll.EPOLL_CTL_ADD);
    expected.put("EPOLL_CTL_DEL", (long) Epoll.EPOLL_CTL_DEL);
    expected.put("EPOLLIN", (long) Epoll.EPOLLIN);
    expected.put("EPOLLONESHOT", (long) Epoll.EPOLLONESHOT);
    expected.put("EPOLL_CLOEXEC", (long) Epoll.EPOLL_CLOEXEC);
    expected.put("AT_FDCWD", (long) Paths.OWN_DIRECTORY);
    expected.put("AT_EACCESS", (long) Paths.AT_EACCESS);
    expected.put("AT_REMOVEDIR", (long) Paths.AT_REMOVEDIR);
    expected.put("X_OK", (long) Paths.X_OK);
    expected.put("STATX_TYPE", (long) Paths.STATX_TYPE);
    expected.put("S_IFMT", (long) Paths.S_IFMT);
    expected.put("S_IFREG", (long) Paths.S_IFREG);
    expected.put("S_IFDIR", (long) Paths.S_IFDIR);
    expected.put("_SC_CLK_TCK", (long) Host.SC_CLK_TCK);
    expected.put("_SC_PAGESIZE", (long) Host.SC_PAGESIZE);
  }

  private void processes() {
    expected.put("P_PID", (long) Processes.P_PID);
    expected.put("P_PIDFD", (long) Processes.P_PIDFD);
    expected.put("WNOHANG", (long) Processes.WNOHANG);
    expected.put("WEXITED", (long) Processes.WEXITED);
    expected.put("WNOWAIT", (long) Processes.WNOWAIT);
    expected.put("CLD_EXITED", (long) Processes.CLD_EXITED);
    expected.put("CLD_KILLED", (long) Processes.CLD_KILLED);
    expected.put("CLD_DUMPED", (long) Processes.CLD_DUMPED);
    expected.put("SIGCHLD", SpawnCalls.SIGCHLD);
    expected.put("SIGKILL", (long) Processes.SIGKILL);
    expected.put("SIGSTOP", (long) SpawnCalls.SIGSTOP);
    expected.put("_NSIG - 1", (long) SpawnCalls.LAST_SIGNAL);
    expected.put("SIG_SETMASK", SpawnCalls.SIG_SETMASK);
    expected.put("SA_NOCLDWAIT", (long) Signals.SA_NOCLDWAIT);
    expected.put("PRIO_PROCESS", SpawnCalls.PRIO_PROCESS);
  }

  private void limits() {
    expected.put("RLIMIT_CPU", (long) ResourceLimits.RLIMIT_CPU);
    expected.put("RLIMIT_FSIZE", (long) ResourceLimits.RLIMIT_FSIZE);
    expected.put("RLIMIT_CORE", (long) ResourceLimits.RLIMIT_CORE);
    expected.put("RLIMIT_NOFILE", (long) ResourceLimits.RLIMIT_NOFILE);
    expected.put("RLIMIT_AS", (long) ResourceLimits.RLIMIT_AS);
    expected.put("(long long) RLIM_INFINITY", ResourceLimits.UNLIMITED);
  }

  private void size(String type, MemoryLayout layout) {
    expected.put("sizeof(" + type + ")", layout.byteSize());
  }

  private void offset(String type, String field, MemoryLayout layout) {
    expected.put(
        "offsetof(" + type + ", " + field + ")",
        layout.byteOffset(PathElement.groupElement(field)));
  }
}
