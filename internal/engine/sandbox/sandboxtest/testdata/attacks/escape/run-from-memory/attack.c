#include "attack.h"

int main(int argc, char **argv) {
  if (argc > 1) {
    attempt("setuid", setuid(0));
    attempt("mount", mount("x", "/tmp", "tmpfs", 0, ""));
    return 0;
  }
  int fd = syscall(SYS_memfd_create, "x", 0);
  if (fd < 0) { puts("refused mount: no memory files"); return 0; }
  int self = open("/w/attack", O_RDONLY);
  char b[65536];
  for (int n; (n = read(self, b, sizeof b)) > 0;) write(fd, b, n);
  fflush(stdout);
  char *a[] = {"x", "again", 0}, *e[] = {0};
  syscall(SYS_execveat, fd, "", a, e, AT_EMPTY_PATH);
  puts("refused mount: not run");
}
