#include "attack.h"

int main(void) {
  struct { unsigned short family, zero; unsigned port, cid; unsigned char rest[4]; } a = {40, 0, 22, 2};
  for (int type = SOCK_STREAM; type <= SOCK_SEQPACKET; type++) {
    int s = socket(40, type, 0);
    attempt("vsock", s);
    if (s >= 0) attempt("connect", connect(s, (void *)&a, sizeof a));
  }
  attempt("device", open("/dev/vsock", O_RDONLY));
}
