/*
 * Runs a program under a filter that lets some system calls fail; seccomp(2).
 *
 *   forbid CALL=ERRNO... -- PROGRAM ARGUMENT...
 *
 * KILL in the place of an errno has whoever makes the call killed.
 * "fork" stands for clone(2) where it makes a process, not a thread.
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <linux/sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static const struct {
  const char *name;
  int number;
} calls[] = {
    {"clone3", SYS_clone3},
    {"fork", SYS_clone},
    {"pidfd_open", SYS_pidfd_open},
    {"pidfd_send_signal", SYS_pidfd_send_signal},
    {"kill", SYS_kill},
    {"epoll_create1", SYS_epoll_create1},
#ifdef SYS_epoll_wait
    {"epoll_wait", SYS_epoll_wait},
#else
    {"epoll_wait", SYS_epoll_pwait},
#endif
    {"pipe2", SYS_pipe2},
    {"eventfd2", SYS_eventfd2},
    {"close_range", SYS_close_range},
    {"waitid", SYS_waitid},
    {"setsid", SYS_setsid},
    {"umask", SYS_umask},
};

static unsigned verdict(const char *name) {
  if (strcmp(name, "KILL") == 0) {
    return SECCOMP_RET_KILL_PROCESS;
  }
  return SECCOMP_RET_ERRNO | (strcmp(name, "ENOSYS") == 0 ? ENOSYS : EPERM);
}

static struct sock_filter filter[128];
static unsigned short length;

static void add(struct sock_filter instruction) { filter[length++] = instruction; }

static void forbid(const char *name, unsigned verdict) {
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
    if (strcmp(calls[i].name, name) == 0) {
      int isFork = strcmp(name, "fork") == 0;
      add((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
      add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)calls[i].number, 0,
                                       isFork ? 3 : 1));
      if (isFork) {
        add((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
                                         offsetof(struct seccomp_data, args[0])));
        add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0));
      }
      add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, verdict));
      return;
    }
  }
  fprintf(stderr, "no call %s\n", name);
  exit(2);
}

int main(int argc, char **argv) {
  int next = 1;
  for (; next < argc && strcmp(argv[next], "--") != 0; next++) {
    char *error = strchr(argv[next], '=');
    *error = '\0';
    forbid(argv[next], verdict(error + 1));
  }
  add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  struct sock_fprog program = {length, filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) != 0) {
    perror("prctl");
    return 2;
  }
  execv(argv[next + 1], argv + next + 1);
  perror(argv[next + 1]);
  return 2;
}
