#include "attack.h"

int main(void) {
  int n = 0;
  for (int i = 1; i < 256; i++) { char name[32]; sprintf(name, "/dev/pts/%d", i); if (open(name, O_RDWR | O_NOCTTY) >= 0) { printf("ESCAPED opened %s\n", name); n++; } }
  DIR *d = opendir("/dev/pts");
  struct dirent *e;
  while (d && (e = readdir(d))) if (atoi(e->d_name) > 0) printf("ESCAPED sees %s\n", e->d_name);
  printf("opened %d\n", n);
}
