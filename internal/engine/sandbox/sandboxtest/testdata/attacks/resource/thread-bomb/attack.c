#include "attack.h"

static void *idle(void *p) { pause(); return p; }
int main(void) {
  int n = 0;
  pthread_attr_t a;
  pthread_attr_init(&a);
  pthread_attr_setstacksize(&a, 65536);
  pthread_t t;
  while (n <= 44 && pthread_create(&t, &a, idle, 0) == 0) n++;
  if (n > 44) puts("ESCAPED");
  if (n >= 24) puts("threads about 32");
  printf("threads %d\n", n);
  fflush(stdout);
  _exit(0);
}
