#include "attack.h"

int main(void) {
  char b[256] = {0};
  attempt("quotactl", syscall(SYS_quotactl, 0x800002 << 8, "/dev/vda", 0, b));
  attempt("quotactl_fd", syscall(443, open("/", O_RDONLY), 0, 0, b));
  int fd = open("swap", O_RDWR | O_CREAT, 0600);
  ftruncate(fd, 1 << 20);
  attempt("swapon", syscall(SYS_swapon, "/w/swap", 0));
  attempt("swapoff", syscall(SYS_swapoff, "/dev/vdb"));
  attempt("acct", syscall(SYS_acct, "/w/swap"));
}
