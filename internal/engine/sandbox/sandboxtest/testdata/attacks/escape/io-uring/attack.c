#include "attack.h"

int main(void) {
  char p[256] = {0};
  attempt("setup", syscall(425, 8, p));
  attempt("enter", syscall(426, 0, 0, 0, 0, 0, 0));
  attempt("register", syscall(427, 0, 0, 0, 0));
}
