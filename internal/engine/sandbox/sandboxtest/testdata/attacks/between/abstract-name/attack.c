#include "attack.h"

int main(void) {
  struct sockaddr_un a = {.sun_family = AF_UNIX};
  memcpy(a.sun_path + 1, "between", 7);
  int s = socket(AF_UNIX, SOCK_STREAM, 0);
  printf("bind %d\n", bind(s, (void *)&a, offsetof(struct sockaddr_un, sun_path) + 8));
  listen(s, 1);
  if (fork() == 0) { setsid(); pause(); }
}
