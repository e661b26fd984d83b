#include "attack.h"

int main(void) {
  attempt("add_key", syscall(SYS_add_key, "user", "mark", "x", 1, -4));
  attempt("keyctl", syscall(SYS_keyctl, 0, -4, 1));
  attempt("request_key", syscall(SYS_request_key, "user", "mark", 0, 0));
}
