#include "attack.h"

int main(void) {
  char *names[] = {"/proc/self/ns/user", "/proc/self/ns/mnt", "/proc/1/ns/mnt", "/proc/self/ns/net"};
  for (int i = 0; i < 4; i++) attempt(names[i], setns(open(names[i], O_RDONLY), 0));
  attempt("pidfd", setns(syscall(SYS_pidfd_open, getppid(), 0), CLONE_NEWNS));
}
