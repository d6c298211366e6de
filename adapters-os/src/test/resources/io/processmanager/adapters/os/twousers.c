/*
 * Runs as two users: twousers REAL EFFECTIVE; setresuid(2).
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc != 3 || setresuid((uid_t)atoi(argv[1]), (uid_t)atoi(argv[2]), 0) != 0) {
    perror("setresuid");
    return 2;
  }
  puts("up");
  fflush(stdout);
  pause();
  return 0;
}
