#include "attack.h"

int main(void) {
  char b[16];
  struct iovec l = {b, sizeof b}, r = {(void *)0x400000, sizeof b};
  attempt("read", process_vm_readv(1, &l, 1, &r, 1, 0));
  attempt("write", process_vm_writev(1, &l, 1, &r, 1, 0));
  int pidfd = syscall(SYS_pidfd_open, 1, 0);
  attempt("steal a descriptor", syscall(SYS_pidfd_getfd, pidfd, 4, 0));
}
