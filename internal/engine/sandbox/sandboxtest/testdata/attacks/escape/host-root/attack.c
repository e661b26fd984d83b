#include "attack.h"

int main(void) {
  FILE *f = fopen("/proc/self/uid_map", "r");
  unsigned in, out, n, me = getuid();
  while (f && fscanf(f, "%u %u %u", &in, &out, &n) == 3) {
    if (out == 0) printf("uid %u would be root of the host\n", in);
    if (me >= in && me - in < n && out + (me - in) == 0) puts("ESCAPED this is root of the host");
  }
  printf("uid %d\n", getuid());
}
