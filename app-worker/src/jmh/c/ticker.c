// Prints what the clock shows (CLOCK_MONOTONIC, nanoseconds), a line at a time:
//
//   ticker COUNT INTERVAL_MICROS LINE_BYTES
//
// Lines are padded to LINE_BYTES and printed at one stroke each; those that are due while one is
// being printed follow at once, so that the rate holds.
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MOST_LINE_BYTES = 64 * 1024, NANOS_PER_MICRO = 1000 };
static const long long NANOS_PER_SECOND = 1000 * 1000 * 1000;

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * NANOS_PER_SECOND + time.tv_nsec;
}

static void sleep_until(long long due) {
  struct timespec time = {due / NANOS_PER_SECOND, due % NANOS_PER_SECOND};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL) == EINTR) {
  }
}

int main(int count, char **values) {
  static char line[MOST_LINE_BYTES];
  if (count != 4) {
    fprintf(stderr, "usage: ticker COUNT INTERVAL_MICROS LINE_BYTES\n");
    return 2;
  }
  long lines = atol(values[1]);
  long long interval = atoll(values[2]) * NANOS_PER_MICRO;
  size_t length = (size_t)atol(values[3]);
  if (length < 32 || length > sizeof line) {
    fprintf(stderr, "ticker: a line has 32 to %d bytes\n", MOST_LINE_BYTES);
    return 2;
  }
  long long due = now();
  for (long i = 0; i < lines; i++) {
    sleep_until(due);
    memset(line, ' ', length);
    int digits = snprintf(line, length, "%lld", now());
    line[digits] = ' ';
    line[length - 1] = '\n';
    if (write(STDOUT_FILENO, line, length) != (ssize_t)length) {
      perror("ticker: write");
      return 1;
    }
    due += interval;
  }
  return 0;
}
