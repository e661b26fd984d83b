#include "attack.h"

int main(void) {
  attempt("socket", socket(AF_UNIX, SOCK_STREAM, 0));
  int pair[2];
  attempt("pair", socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
  attempt("memory file", syscall(SYS_memfd_create, "x", 0));
  attempt("run from a descriptor", syscall(SYS_execveat, open("/usr/bin/env", O_RDONLY), "", 0, 0, AT_EMPTY_PATH));
  unsigned long context = 0;
  attempt("old asynchronous input", syscall(SYS_io_setup, 1, &context));
  attempt("attribute", syscall(SYS_setxattr, "/w", "user.x", "y", 1, 0));
  attempt("protection key", syscall(SYS_pkey_alloc, 0, 0));
  attempt("identity", syscall(SYS_setresuid, 1000, 1000, 1000));
  pid_t c = fork();
  if (c == 0) { execl("/bin/true", "true", (char *)0); _exit(1); }
  int st = 1;
  waitpid(c, &st, 0);
  pthread_t t;
  printf(st == 0 && pthread_create(&t, 0, (void *)getpid, 0) == 0 ? "works\n" : "broken\n");
}
