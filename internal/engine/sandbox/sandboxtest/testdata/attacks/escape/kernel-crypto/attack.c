#include "attack.h"

int main(void) {
  attempt("alg", socket(38, SOCK_SEQPACKET, 0));
  int pair[2];
  attempt("pair", socketpair(38, SOCK_SEQPACKET, 0, pair));
  attempt("tipc", socket(30, SOCK_STREAM, 0));
  attempt("smc", socket(43, SOCK_STREAM, 0));
  attempt("qipcrtr", socket(42, SOCK_DGRAM, 0));
  attempt("can", socket(29, SOCK_RAW, 1));
  attempt("kcm", socket(41, SOCK_DGRAM, 0));
}
