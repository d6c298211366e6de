/* Prints what it was given, first thing. */
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>

static unsigned long long soft(int resource) {
  struct rlimit limit;
  getrlimit(resource, &limit);
  return limit.rlim_cur;
}

int main(void) {
  mode_t mask = umask(0);
  int nice = getpriority(PRIO_PROCESS, 0);
  int blocked = 0;
  sigset_t signals;
  sigprocmask(SIG_BLOCK, NULL, &signals);
  for (int signal = 1; signal <= 64; signal++) {
    blocked += sigismember(&signals, signal) == 1;
  }
  printf("umask %o nice %d nofile %llu core %llu fsize %llu cpu %llu as %llu blocked %d\n",
         (unsigned)mask, nice, soft(RLIMIT_NOFILE), soft(RLIMIT_CORE), soft(RLIMIT_FSIZE),
         soft(RLIMIT_CPU), soft(RLIMIT_AS), blocked);
  return 0;
}
