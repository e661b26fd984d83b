#include "attack.h"

int main(void) {
  FILE *f = fopen("/proc/self/uid_map", "r");
  unsigned in, out, n;
  while (f && fscanf(f, "%u %u %u", &in, &out, &n) == 3) if (out == 0) printf("ESCAPED uid %u is root of the host\n", in);
  printf("uid %d\n", getuid());
}
