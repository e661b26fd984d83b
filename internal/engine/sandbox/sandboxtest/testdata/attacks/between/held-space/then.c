#include "attack.h"

#include <sys/statvfs.h>
int main(void) {
  struct statvfs s;
  statvfs("/tmp", &s);
  long used = (long)(s.f_blocks - s.f_bfree) * s.f_frsize;
  printf(used > 4 << 20 ? "ESCAPED %ld bytes are held\n" : "free\n", used);
}
