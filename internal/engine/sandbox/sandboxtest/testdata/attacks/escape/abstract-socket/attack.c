#include "attack.h"

int main(void) {
  struct sockaddr_un a = {.sun_family = AF_UNIX};
  memcpy(a.sun_path + 1, "codecraft-attack-target", 23);
  int s = socket(AF_UNIX, SOCK_STREAM, 0);
  attempt("connect", connect(s, (void *)&a, offsetof(struct sockaddr_un, sun_path) + 24));
}
