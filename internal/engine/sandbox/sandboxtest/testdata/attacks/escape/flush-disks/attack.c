#include "attack.h"

// A call that reaches the kernel finds that there is no such file; one that is only answered does not.
int main(void) {
  sync();
  long answer = syscall(SYS_syncfs, -1);
  if (answer == 0) errno = EPERM;
  attempt("flush of the host's disks", answer == 0 ? -1 : 0);
}
