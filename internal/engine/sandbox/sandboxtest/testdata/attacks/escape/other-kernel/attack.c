#include "attack.h"

int main(void) {
  attempt("kexec", syscall(SYS_kexec_load, 0, 0, 0, 0));
  attempt("kexec by file", syscall(SYS_kexec_file_load, 0, 0, 0, "", 0));
  attempt("module", syscall(SYS_init_module, "x", 1, ""));
  attempt("module by file", syscall(SYS_finit_module, open("/w/attack", O_RDONLY), "", 0));
  attempt("remove a module", syscall(SYS_delete_module, "ext4", 0));
#ifdef SYS_iopl
  attempt("ports", syscall(SYS_iopl, 3));
  attempt("some ports", syscall(SYS_ioperm, 0x70, 2, 1));
#endif
}
