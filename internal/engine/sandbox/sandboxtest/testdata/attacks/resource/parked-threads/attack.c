#include "attack.h"

static void *burn(void *x) { for (;;); }
int main(void) {
  pthread_t t;
  for (int i = 0; i < 3; i++) pthread_create(&t, 0, burn, 0);
  pthread_exit(0);
}
