#include "attack.h"

int main(void) {
  long n = 0, sum = 0;
  char *b = calloc(1, 1 << 20);
  for (; n < 2000; n++) {
    int p[2];
    if (pipe2(p, O_NONBLOCK)) break;
    if (n == 0) attempt("larger", fcntl(p[1], F_SETPIPE_SZ, 1 << 20));
    long w = write(p[1], b, 1 << 20);
    if (w > 0) sum += w;
  }
  puts(n < 512 && sum <= 32l << 20 ? "bounded" : "ESCAPED");
}
