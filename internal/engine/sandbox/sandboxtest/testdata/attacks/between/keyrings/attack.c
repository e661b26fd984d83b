#include "attack.h"

int main(void) {
  for (int ring = -1; ring >= -5; ring--) attempt("add_key", syscall(SYS_add_key, "user", "codecraft-mark", "left", 4, ring));
  attempt("join", syscall(SYS_keyctl, 1, "codecraft-session"));
  attempt("persistent", syscall(SYS_keyctl, 22, -1, -4));
}
