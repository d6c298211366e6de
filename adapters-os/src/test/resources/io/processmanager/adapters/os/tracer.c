// Traces the process that is named, says "tracing", and waits for its end only when it is told to by
// a byte on its stdin: until then nobody else can see that end; ptrace(2).
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int count, char **values) {
  pid_t pid = count > 1 ? atoi(values[1]) : 0;
  char go;
  int status;
  if (ptrace(PTRACE_SEIZE, pid, NULL, NULL) != 0) {
    perror("ptrace");
    return 1;
  }
  puts("tracing");
  fflush(stdout);
  if (read(STDIN_FILENO, &go, 1) != 1) {
    return 1;
  }
  return waitpid(pid, &status, __WALL) == pid ? 0 : 1;
}
