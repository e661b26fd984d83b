#include "attack.h"

// why tells what stopped us, where that is the limit that is meant.
static const char *why(int e) { return e == ENOSPC ? "no room" : e == EDQUOT ? "no room" : strerror(e); }

int main(void) {
  static char name[300], value[65536], page[4096];
  long n = 0, files = 0, attributes = 0, bytes = 0;
  for (; n < 200000; n++) { memset(name, 'a', 240); sprintf(name + 240, "%ld", n); if (symlink(name, name)) break; }
  printf("links: %s\n", n < 200000 ? why(errno) : "ESCAPED");
  printf(n >= 1000 ? "many links came first\n" : "only %ld links\n", n);
  for (; files < 200000; files++) { memset(name, 'b', 240); sprintf(name + 240, "%ld", files); if (mknod(name, S_IFREG | 0600, 0)) break; }
  printf("files: %s\n", files < 200000 ? why(errno) : "ESCAPED");
  // what a tree that is full of names still takes as attributes must not be more than a tree may hold
  for (; attributes < 5000; attributes++) { sprintf(name, "user.%ld", attributes); if (syscall(SYS_setxattr, "/w", name, value, sizeof value, 0)) break; }
  printf(attributes * sizeof value <= 16 << 20 ? "attributes: bounded\n" : "ESCAPED with %ld attributes\n", attributes);
  int f = open("bytes", O_CREAT | O_WRONLY, 0600);
  while (f >= 0 && bytes < 64 << 20) { long w = write(f, page, sizeof page); if (w <= 0) break; bytes += w; }
  printf(bytes <= 16 << 20 ? "bytes: bounded\n" : "ESCAPED with %ld bytes\n", bytes);
}
