#include "attack.h"

int main(void) {
  attempt("tmpfs", mount("x", "/tmp", "tmpfs", 0, ""));
  attempt("bind", mount("/", "/tmp", 0, MS_BIND, 0));
  attempt("remount", mount(0, "/", 0, MS_REMOUNT | MS_BIND, 0));
  attempt("proc", mount("proc", "/tmp", "proc", 0, 0));
  attempt("unmount", umount2("/proc", MNT_DETACH));
  attempt("open_tree", syscall(428, AT_FDCWD, "/", 1));
  attempt("fsopen", syscall(430, "tmpfs", 0));
  attempt("mount_setattr", syscall(442, AT_FDCWD, "/", 0, 0, 0));
}
