// The measures that the process engine is held against, in C.
//
//   spawn engine   what the engine does, no more: pipe2, posix_spawn, pidfd_open, epoll over both,
//                  the pipe read to its end, waitid
//   spawn floor    what the kernel asks at least: vfork, execve, waitid; no pipe, no session
//
// Reads "run COUNT IN_FLIGHT" lines from stdin, runs /bin/true COUNT times, IN_FLIGHT at once, and
// answers each line with the nanoseconds that this took.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char *const PROGRAM = "/bin/true";
enum { MOST_IN_FLIGHT = 1024, BUFFER_BYTES = 64 * 1024, EVENTS = 256 };

struct child {
  int pidfd;
  int output;
};

static struct child children[MOST_IN_FLIGHT];
static int epoll_descriptor;
static char buffer[BUFFER_BYTES];

static void fail(const char *call, int error) {
  fprintf(stderr, "%s: %s\n", call, strerror(error));
  exit(1);
}

static int checked(const char *call, long result) {
  if (result < 0) {
    fail(call, errno);
  }
  return (int)result;
}

static void zero(const char *call, int error) {
  if (error != 0) {
    fail(call, error);
  }
}

static const posix_spawnattr_t *fresh_session(void) {
  static posix_spawnattr_t attributes;
  sigset_t all;
  sigset_t none;
  memset(&all, 0xff, sizeof all);
  sigemptyset(&none);
  zero("posix_spawnattr_init", posix_spawnattr_init(&attributes));
  zero("posix_spawnattr_setflags",
       posix_spawnattr_setflags(
           &attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK));
  zero("posix_spawnattr_setsigdefault", posix_spawnattr_setsigdefault(&attributes, &all));
  zero("posix_spawnattr_setsigmask", posix_spawnattr_setsigmask(&attributes, &none));
  return &attributes;
}

static void watch(int descriptor, uint64_t token) {
  struct epoll_event event = {.events = EPOLLIN, .data.u64 = token};
  checked("epoll_ctl", epoll_ctl(epoll_descriptor, EPOLL_CTL_ADD, descriptor, &event));
}

static pid_t spawn(const posix_spawnattr_t *attributes, int output) {
  posix_spawn_file_actions_t actions;
  char *const arguments[] = {(char *)PROGRAM, NULL};
  pid_t pid;
  zero("posix_spawn_file_actions_init", posix_spawn_file_actions_init(&actions));
  zero("addopen", posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0));
  zero("adddup2", posix_spawn_file_actions_adddup2(&actions, output, 1));
  zero("adddup2", posix_spawn_file_actions_adddup2(&actions, output, 2));
  zero("addclosefrom", posix_spawn_file_actions_addclosefrom_np(&actions, 3));
  zero("posix_spawn", posix_spawn(&pid, PROGRAM, &actions, attributes, arguments, environ));
  posix_spawn_file_actions_destroy(&actions);
  return pid;
}

// The token of a child's pidfd is twice its slot, that of its pipe one more.
static void start(const posix_spawnattr_t *attributes, int slot) {
  int ends[2];
  checked("pipe2", pipe2(ends, O_CLOEXEC));
  checked("fcntl", fcntl(ends[0], F_SETFL, O_NONBLOCK));
  pid_t pid = spawn(attributes, ends[1]);
  close(ends[1]);
  children[slot].output = ends[0];
  children[slot].pidfd = checked("pidfd_open", syscall(SYS_pidfd_open, pid, 0));
  watch(children[slot].output, 2 * (uint64_t)slot + 1);
  watch(children[slot].pidfd, 2 * (uint64_t)slot);
}

static void reap(struct child *child) {
  siginfo_t info;
  checked("waitid", waitid(P_PIDFD, (id_t)child->pidfd, &info, WEXITED));
  if (info.si_code != CLD_EXITED || info.si_status != 0) {
    fprintf(stderr, "%s ended with code %d, status %d\n", PROGRAM, info.si_code, info.si_status);
    exit(1);
  }
  close(child->pidfd);
  child->pidfd = -1;
}

static void read_output(struct child *child) {
  ssize_t count = read(child->output, buffer, sizeof buffer);
  if (count == 0) {
    close(child->output);
    child->output = -1;
  } else if (count < 0 && errno != EAGAIN && errno != EINTR) {
    fail("read", errno);
  }
}

static void run_engine(int count, int in_flight) {
  static const posix_spawnattr_t *attributes;
  struct epoll_event events[EVENTS];
  int started = 0;
  int ended = 0;
  if (attributes == NULL) {
    attributes = fresh_session();
  }
  for (; started < count && started < in_flight; started++) {
    start(attributes, started);
  }
  while (ended < count) {
    int ready = epoll_wait(epoll_descriptor, events, EVENTS, -1);
    for (int i = 0; i < ready; i++) {
      int slot = (int)(events[i].data.u64 / 2);
      struct child *child = &children[slot];
      if (events[i].data.u64 % 2 == 0) {
        reap(child);
      } else {
        read_output(child);
      }
      if (child->pidfd < 0 && child->output < 0) {
        ended++;
        if (started < count) {
          started++;
          start(attributes, slot);
        }
      }
    }
  }
}

static void vfork_and_execute(void) {
  char *const arguments[] = {(char *)PROGRAM, NULL};
  pid_t pid = vfork();
  if (pid == 0) {
    execve(PROGRAM, arguments, environ);
    _exit(127);
  }
  checked("vfork", pid);
}

static void run_floor(int count, int in_flight) {
  int started = 0;
  for (; started < count && started < in_flight; started++) {
    vfork_and_execute();
  }
  for (int ended = 0; ended < count; ended++) {
    siginfo_t info;
    checked("waitid", waitid(P_ALL, 0, &info, WEXITED));
    if (started < count) {
      started++;
      vfork_and_execute();
    }
  }
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int main(int argc, char **argv) {
  int floor_only = argc == 2 && strcmp(argv[1], "floor") == 0;
  char line[128];
  if (argc != 2 || (!floor_only && strcmp(argv[1], "engine") != 0)) {
    fprintf(stderr, "usage: spawn engine|floor\n");
    return 2;
  }
  epoll_descriptor = checked("epoll_create1", epoll_create1(EPOLL_CLOEXEC));
  while (fgets(line, sizeof line, stdin) != NULL) {
    int count;
    int in_flight;
    if (sscanf(line, "run %d %d", &count, &in_flight) != 2 || count < 1 || in_flight < 1 ||
        in_flight > MOST_IN_FLIGHT) {
      fprintf(stderr, "not a run: %s", line);
      return 2;
    }
    int64_t before = now();
    (floor_only ? run_floor : run_engine)(count, in_flight);
    printf("%lld\n", (long long)(now() - before));
    fflush(stdout);
  }
  return 0;
}
