#include "attack.h"

int main(void) {
  for (int p = 0; p < 23; p++) attempt("netlink", socket(AF_NETLINK, SOCK_RAW, p));
}
