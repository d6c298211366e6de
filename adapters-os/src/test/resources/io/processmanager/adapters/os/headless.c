/* A process whose first thread ends while another goes on. */
#include <pthread.h>
#include <unistd.h>

static void *wait(void *unused) {
  sleep(600);
  return unused;
}

int main(void) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, wait, NULL) != 0) {
    return 1;
  }
  pthread_exit(NULL);
}
