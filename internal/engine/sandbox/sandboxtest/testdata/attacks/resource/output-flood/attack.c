#include "attack.h"

int main(void) {
  for (;;) write(1, "flood flood flood flood flood\n", 30);
}
