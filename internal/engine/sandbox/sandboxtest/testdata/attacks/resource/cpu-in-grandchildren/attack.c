#include "attack.h"

int main(void) {
  for (int i = 0; i < 3; i++) if (fork() == 0) { setsid(); if (fork() == 0) for (;;) {} _exit(0); }
  sleep(60);
}
