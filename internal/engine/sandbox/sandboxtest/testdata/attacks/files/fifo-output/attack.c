#include "attack.h"

int main(void) {
  mkfifo("out", 0666);
  struct sockaddr_un a = {.sun_family = AF_UNIX, .sun_path = "sock"};
  bind(socket(AF_UNIX, SOCK_STREAM, 0), (void *)&a, sizeof a);
}
