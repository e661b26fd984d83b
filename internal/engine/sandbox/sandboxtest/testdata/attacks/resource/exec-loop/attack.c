#include "attack.h"

int main(int argc, char **argv) {
  for (volatile long i = 0; i < 3000000; i++);
  execv("./attack", argv);
}
