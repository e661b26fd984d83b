#include "attack.h"

int main(void) {
  struct sockaddr_un a = {.sun_family = AF_UNIX, .sun_path = "out"};
  int s = socket(AF_UNIX, SOCK_STREAM, 0);
  printf("bind %d\n", bind(s, (void *)&a, sizeof a));
}
