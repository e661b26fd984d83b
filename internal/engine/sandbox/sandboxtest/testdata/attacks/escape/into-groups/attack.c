#include "attack.h"

int main(void) {
  int fd = open("/sys/fs/cgroup", O_RDONLY | O_DIRECTORY);
  attempt("see the groups", fd);
  uint64_t args[11] = {0x200000000ull, 0, 0, 0, SIGCHLD, 0, 0, 0, 0, 0, fd < 0 ? 3 : fd};
  long r = syscall(435, args, 88);
  if (r == 0) _exit(0);
  attempt("clone3 into a group", r);
}
