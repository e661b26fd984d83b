#include "attack.h"

int main(void) {
  attempt("shmget", syscall(SYS_shmget, 42, 4096, 0));
}
