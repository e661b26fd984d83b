#include "attack.h"

int main(void) {
  int fd = syscall(SYS_pidfd_open, 1, 0);
  for (int s = 1; s < 65; s++) syscall(SYS_pidfd_send_signal, fd, s, 0, 0);
  attempt("descriptor", syscall(SYS_pidfd_getfd, fd, 0, 0));
  attempt("reap its memory", syscall(448, fd, 0));
  struct iovec v = {0, 4096};
  attempt("advise its memory", syscall(SYS_process_madvise, fd, &v, 1, 21, 0));
  usleep(50000);
  puts("init lives");
}
