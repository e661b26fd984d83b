#include "attack.h"

int main(int argc, char **argv) {
  if (argc > 1) {
    if (geteuid() == 0) puts("ESCAPED is root");
    attempt("chroot", chroot("/"));
    return 0;
  }
  char *names[] = {"/tmp/x", "/dev/shm/x"};
  for (int i = 0; i < 2; i++) {
    int to = open(names[i], O_WRONLY | O_CREAT, 0755), from = open("/w/attack", O_RDONLY);
    char b[65536];
    for (int n; (n = read(from, b, sizeof b)) > 0;) write(to, b, n);
    fchmod(to, 06755);
    close(to);
    fflush(stdout);
    if (fork() == 0) { execl(names[i], "x", "again", (char *)0); puts("refused chroot: not run"); fflush(stdout); _exit(0); }
    wait(0);
  }
}
