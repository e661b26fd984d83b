#include "attack.h"

int main(void) {
  char *p = malloc(100 << 20);
  memset(p, 1, 100 << 20);
}
