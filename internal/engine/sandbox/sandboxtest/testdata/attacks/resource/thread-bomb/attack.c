#include "attack.h"

static void *idle(void *p) { pause(); return p; }
int main(void) {
  int n = 0;
  pthread_attr_t a;
  pthread_attr_init(&a);
  pthread_attr_setstacksize(&a, 65536);
  pthread_t t;
  while (n < 1000 && pthread_create(&t, &a, idle, 0) == 0) n++;
  printf(n >= 1000 ? "ESCAPED\n" : "threads %d\n", n);
  fflush(stdout);
  _exit(0);
}
