#include "attack.h"

int main(void) {
  if (fork() == 0) { setsid(); signal(SIGPIPE, SIG_IGN); for (;;) { write(1, "x", 1); usleep(1000); } }
  puts("accepted");
}
