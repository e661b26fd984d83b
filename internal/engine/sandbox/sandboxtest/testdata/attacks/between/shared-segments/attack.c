#include "attack.h"

int main(void) {
  attempt("shmget", syscall(SYS_shmget, 42, 4096, 01666));
  attempt("semget", syscall(SYS_semget, 42, 1, 01666));
  attempt("msgget", syscall(SYS_msgget, 42, 01666));
  attempt("mq_open", syscall(SYS_mq_open, "x", O_RDWR | O_CREAT, 0666, 0));
}
