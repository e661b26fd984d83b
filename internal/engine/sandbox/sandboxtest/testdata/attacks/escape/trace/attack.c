#include "attack.h"

int main(void) {
  attempt("attach", ptrace(PTRACE_ATTACH, 1, 0, 0));
  attempt("seize", ptrace(PTRACE_SEIZE, getppid(), 0, 0));
  pid_t c = fork();
  if (c == 0) { pause(); _exit(0); }
  attempt("attach to a child", ptrace(PTRACE_ATTACH, c, 0, 0));
  kill(c, SIGKILL);
}
