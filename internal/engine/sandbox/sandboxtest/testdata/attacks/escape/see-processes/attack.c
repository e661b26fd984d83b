#include "attack.h"

int main(void) {
  DIR *d = opendir("/proc");
  struct dirent *e;
  int seen = 0;
  while (d && (e = readdir(d))) { int p = atoi(e->d_name); if (p > 1 && p != getpid()) printf("ESCAPED sees %d\n", p); if (p) seen++; }
  printf("seen %d\n", seen);
  for (int p = 2; p < 4096; p++) if (p != getpid() && kill(p, 0) == 0 && getpgid(p) >= 0 && p > 64) printf("ESCAPED reaches %d\n", p);
}
