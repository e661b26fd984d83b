#include "attack.h"

int main(void) {
  attempt("setuid", setuid(0));
  attempt("setresuid", setresuid(0, 0, 0));
  attempt("setgid", setgid(0));
  attempt("setgroups", syscall(SYS_setgroups, 1, (int[]){0}));
  struct { uint32_t v; int p; } h = {0x20080522, 0};
  uint32_t d[6] = {~0u, ~0u, ~0u, ~0u, ~0u, ~0u};
  attempt("capset", syscall(SYS_capset, &h, d));
  attempt("ambient", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 21, 0, 0));
  attempt("allow privileges", prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0));
  attempt("drop the filter", prctl(PR_SET_SECCOMP, 0, 0, 0, 0));
  attempt("chown", chown("/w/attack", 0, 0));
  FILE *f = fopen("/proc/self/status", "r");
  char line[256];
  while (f && fgets(line, sizeof line, f)) if (!strncmp(line, "Cap", 3) && strncmp(line, "CapBnd", 6) && !strstr(line, "0000000000000000")) printf("ESCAPED %s", line);
}
