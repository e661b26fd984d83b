#include "attack.h"

int main(void) {
  signal(SIGXCPU, SIG_IGN);
  signal(SIGTERM, SIG_IGN);
  for (;;) {}
}
