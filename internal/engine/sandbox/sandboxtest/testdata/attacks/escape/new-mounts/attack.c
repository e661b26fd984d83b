#include "attack.h"

int main(void) {
  attempt("open_tree", syscall(428, AT_FDCWD, "/usr", 1));
  attempt("move_mount", syscall(429, 3, "", AT_FDCWD, "/tmp", 4));
  attempt("fsopen", syscall(430, "proc", 0));
  attempt("fsconfig", syscall(431, 3, 6, 0, 0, 0));
  attempt("fsmount", syscall(432, 3, 0, 0));
  attempt("fspick", syscall(433, AT_FDCWD, "/", 0));
  struct { uint64_t set, clear, spread, ns; } a = {0, 1};
  attempt("writable", syscall(442, AT_FDCWD, "/usr", 0, &a, sizeof a));
  attempt("open_tree_attr", syscall(467, AT_FDCWD, "/usr", 1, &a, sizeof a));
}
