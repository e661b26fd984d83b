#include "attack.h"

int main(void) {
  attempt("trace me", ptrace(PTRACE_TRACEME, 0, 0, 0));
  pid_t c = fork();
  if (c == 0) { attempt("trace the parent", ptrace(PTRACE_SEIZE, getppid(), 0, 0)); _exit(0); }
  wait(0);
  attempt("any tracer", prctl(0x59616d61, -1, 0, 0, 0) == 0 ? ptrace(PTRACE_ATTACH, 1, 0, 0) : -1);
}
