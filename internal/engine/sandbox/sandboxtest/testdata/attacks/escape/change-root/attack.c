#include "attack.h"

int main(void) {
  mkdir("d", 0755);
  attempt("chroot", chroot("d"));
  attempt("pivot_root", syscall(SYS_pivot_root, "d", "d"));
  for (int i = 0; i < 64; i++) if (chdir("..")) break;
  attempt("climb to a home", open("root/.profile", O_RDONLY));
  attempt("climb to /var", open("var/lib", O_RDONLY));
}
