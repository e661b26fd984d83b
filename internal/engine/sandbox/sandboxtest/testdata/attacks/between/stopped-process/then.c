#include "attack.h"

int main(void) {
  kill(-1, SIGCONT);
  usleep(50000);
  attempt("spy", open("/w/spy", O_RDONLY));
  DIR *d = opendir("/proc");
  struct dirent *e;
  while (d && (e = readdir(d))) { int p = atoi(e->d_name); if (p > 1 && p != getpid()) printf("ESCAPED sees %d\n", p); }
}
