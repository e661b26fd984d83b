#include "attack.h"

extern const ptrdiff_t __rseq_offset __attribute__((weak));
static void handled(int sig) { (void)sig; }

int main(void) {
  static char area[64] __attribute__((aligned(32)));
  for (int i = 0; i < 100; i++) syscall(SYS_rseq, area + i % 32, 1 << (i % 20), i & 1, i);
  pid_t child = fork();
  if (child == 0) {
    signal(SIGUSR1, handled);
    char *mine = (char *)__builtin_thread_pointer() + __rseq_offset;
    *(volatile uint64_t *)(mine + 8) = 0x1234;
    kill(getpid(), SIGUSR1); /* what is broken is looked at before a handler runs */
    _exit(0);
  }
  int st = 0;
  waitpid(child, &st, 0);
  printf("the child died of %d\n", WIFSIGNALED(st) ? WTERMSIG(st) : 0);
  puts("lived");
}
