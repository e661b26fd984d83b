#include "attack.h"

int main(void) {
  if (fork() == 0) { if (fork() == 0) _exit(42); _exit(42); }
  setpgid(0, 0);
  kill(getppid(), SIGKILL);
  kill(1, SIGKILL);
  wait(0);
  puts("judged");
  return 43;
}
