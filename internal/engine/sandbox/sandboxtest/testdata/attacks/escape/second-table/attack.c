#include "attack.h"

int main(void) {
  attempt("getpid", syscall(0x40000000 | SYS_getpid));
  attempt("mount", syscall(0x40000000 | SYS_mount, "x", "/tmp", "tmpfs", 0, ""));
}
