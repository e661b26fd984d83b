#include "attack.h"

int main(void) {
  struct stat s;
  stat("/tmp", &s); printf("tmp %o\n", s.st_mode & 07777);
  stat("/w", &s); printf(s.st_mtime < 10 ? "ESCAPED time\n" : "time is new\n");
  char b[8];
  attempt("attribute", syscall(SYS_getxattr, "/dev/shm", "user.mark", b, 8));
}
