#include "attack.h"

int main(void) {
  fork();
  kill(1, SIGSTOP);
  kill(0, SIGSTOP);
}
