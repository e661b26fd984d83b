#include "attack.h"

extern char **environ;
int main(void) {
  for (char **e = environ; *e; e++) if (strcasestr(*e, "secret") || strcasestr(*e, "token") || strcasestr(*e, "password")) printf("ESCAPED %s\n", *e);
  for (int p = 1; p < 1000; p++) {
    char name[64], b[4096];
    char *files[] = {"environ", "cmdline", "auxv", "maps", "stack", "syscall", "mountinfo"};
    for (int i = 0; i < 7; i++) {
      sprintf(name, "/proc/%d/%s", p, files[i]);
      int fd = open(name, O_RDONLY);
      if (fd < 0) continue;
      int n = read(fd, b, sizeof b - 1);
      if (n > 0 && p != getpid()) printf("reads %s\n", name);
      b[n > 0 ? n : 0] = 0;
      if (n > 0 && (memmem(b, n, "SECRET", 6) || memmem(b, n, "postgres://", 11))) printf("ESCAPED a secret in %s\n", name);
    }
  }
  puts("done");
}
