#include "attack.h"

int main(void) {
  pid_t id = 2;
  uint64_t args[11] = {0, 0, 0, 0, SIGCHLD, 0, 0, 0, (uint64_t)&id, 1, 0};
  long r = syscall(435, args, 80);
  if (r == 0) _exit(0);
  attempt("set_tid", r);
  attempt("ns_last_pid", open("/proc/sys/kernel/ns_last_pid", O_WRONLY));
}
