#include "attack.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
int main(void) {
  struct sock_filter all[] = {{6, 0, 0, SECCOMP_RET_ALLOW}};
  struct sock_fprog p = {1, all};
  syscall(SYS_seccomp, 1, 0, &p);
  attempt("mount after a filter of its own", mount("x", "/tmp", "tmpfs", 0, ""));
  attempt("clone into a namespace", syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0));
}
