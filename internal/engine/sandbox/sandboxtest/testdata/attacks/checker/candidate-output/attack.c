#include "attack.h"

int main(void) {
  chmod("output", 0755);
  fflush(stdout);
  if (fork() == 0) { execl("/bin/sh", "sh", "output", (char *)0); _exit(1); }
  wait(0);
  puts("checked");
}
