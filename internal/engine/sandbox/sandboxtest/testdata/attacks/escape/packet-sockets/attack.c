#include "attack.h"

int main(void) {
  attempt("packet", socket(AF_PACKET, SOCK_RAW, 0x0300));
  attempt("packet datagram", socket(AF_PACKET, SOCK_DGRAM, 0x0300));
  attempt("raw", socket(AF_INET, SOCK_RAW, 255));
  attempt("icmp", socket(AF_INET, SOCK_DGRAM, 1));
  attempt("old packet", socket(AF_INET, 10, 0x0300));
}
