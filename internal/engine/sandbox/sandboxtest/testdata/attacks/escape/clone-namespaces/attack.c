#include "attack.h"

int main(void) {
  long flags[] = {CLONE_NEWUSER, CLONE_NEWUSER | CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWCGROUP};
  for (int i = 0; i < 5; i++) {
    long r = syscall(SYS_clone, flags[i] | SIGCHLD, 0, 0, 0, 0);
    if (r == 0) _exit(0);
    attempt("clone", r);
  }
  uint64_t args[11] = {CLONE_NEWUSER, 0, 0, 0, SIGCHLD};
  long r = syscall(435, args, sizeof args);
  if (r == 0) _exit(0);
  attempt("clone3", r);
}
