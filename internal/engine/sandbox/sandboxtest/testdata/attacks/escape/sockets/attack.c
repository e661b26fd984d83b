#include "attack.h"

int main(void) {
  int families[] = {AF_INET, AF_INET6, AF_NETLINK, AF_PACKET, 40 /* vsock */, 38 /* alg */, 31 /* bluetooth */, 44 /* xdp */, 16, 30};
  for (int i = 0; i < 10; i++) {
    attempt("stream", socket(families[i], SOCK_STREAM, 0));
    attempt("raw", socket(families[i], SOCK_RAW, 0));
  }
  int pair[2];
  attempt("pair", socketpair(AF_INET, SOCK_STREAM, 0, pair));
  int local = socket(AF_UNIX, SOCK_STREAM, 0);
  printf(local >= 0 ? "local works\n" : "local fails\n");
}
