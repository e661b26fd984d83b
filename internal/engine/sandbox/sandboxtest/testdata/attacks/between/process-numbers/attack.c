#include "attack.h"

int main(void) {
  for (int i = 0; i < 600; i++) { pid_t c = fork(); if (c == 0) _exit(0); if (c > 0) waitpid(c, 0, 0); }
}
