// The measures that the process engine is held against, in C.
//
//   spawn engine [THREADS]  what the engine does, no more: pipe2, posix_spawn, pidfd_open, epoll over
//                           both, the pipe read to its end, waitid; by one thread, or by as many that
//                           share nothing and take their part of the runs and of those in flight
//   spawn floor             what the kernel asks at least: vfork, execve, waitid; no pipe, no session
//
// Reads "run COUNT IN_FLIGHT" lines from stdin, runs /bin/true COUNT times, IN_FLIGHT at once, and
// answers each line with the nanoseconds that this took.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
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
enum { MOST_THREADS = 64, MOST_IN_FLIGHT = 1024, BUFFER_BYTES = 64 * 1024, EVENTS = 256 };

struct child {
  int pidfd;
  int output;
};

// What one of several threads is to do.
struct part {
  pthread_t thread;
  int count;
  int in_flight;
};

static const posix_spawnattr_t *attributes;
static int threads = 1;
static int running = 1;
static _Thread_local struct child children[MOST_IN_FLIGHT];
static _Thread_local int epoll_descriptor;
static _Thread_local char buffer[BUFFER_BYTES];

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

// A child that another thread has just made holds what is closed here until it executes, and epoll
// tells of it so long.
static void let_go(int *descriptor) {
  if (running > 1) {
    checked("epoll_ctl", epoll_ctl(epoll_descriptor, EPOLL_CTL_DEL, *descriptor, NULL));
  }
  close(*descriptor);
  *descriptor = -1;
}

static pid_t spawn(int output) {
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
static void start(int slot) {
  int ends[2];
  checked("pipe2", pipe2(ends, O_CLOEXEC));
  checked("fcntl", fcntl(ends[0], F_SETFL, O_NONBLOCK));
  pid_t pid = spawn(ends[1]);
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
  let_go(&child->pidfd);
}

static void read_output(struct child *child) {
  ssize_t count = read(child->output, buffer, sizeof buffer);
  if (count == 0) {
    let_go(&child->output);
  } else if (count < 0 && errno != EAGAIN && errno != EINTR) {
    fail("read", errno);
  }
}

static void run_engine(int count, int in_flight) {
  struct epoll_event events[EVENTS];
  int started = 0;
  int ended = 0;
  for (; started < count && started < in_flight; started++) {
    start(started);
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
          start(slot);
        }
      }
    }
  }
}

static void *run_part(void *argument) {
  struct part *part = argument;
  epoll_descriptor = checked("epoll_create1", epoll_create1(EPOLL_CLOEXEC));
  run_engine(part->count, part->in_flight);
  close(epoll_descriptor);
  return NULL;
}

static int share(int whole, int parts, int part) {
  return whole / parts + (part < whole % parts ? 1 : 0);
}

static void run_engines(int count, int in_flight) {
  struct part parts[MOST_THREADS];
  int used = threads < in_flight ? threads : in_flight;
  if (used == 1) {
    run_engine(count, in_flight);
    return;
  }
  running = used;
  for (int i = 0; i < used; i++) {
    parts[i].count = share(count, used, i);
    parts[i].in_flight = share(in_flight, used, i);
    zero("pthread_create", pthread_create(&parts[i].thread, NULL, run_part, &parts[i]));
  }
  for (int i = 0; i < used; i++) {
    zero("pthread_join", pthread_join(parts[i].thread, NULL));
  }
  running = 1;
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
  int engine = argc >= 2 && argc <= 3 && strcmp(argv[1], "engine") == 0;
  int floor_only = argc == 2 && strcmp(argv[1], "floor") == 0;
  char line[128];
  if (engine && argc == 3) {
    threads = atoi(argv[2]);
  }
  if ((!floor_only && !engine) || threads < 1 || threads > MOST_THREADS) {
    fprintf(stderr, "usage: spawn engine [THREADS]|floor\n");
    return 2;
  }
  attributes = fresh_session();
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
    (floor_only ? run_floor : threads > 1 ? run_engines : run_engine)(count, in_flight);
    printf("%lld\n", (long long)(now() - before));
    fflush(stdout);
  }
  return 0;
}
