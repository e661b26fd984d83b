#include "attack.h"

int main(void) {
  char *names[] = {"/w/left", "/tmp/left", "/dev/shm/left", "/.run/left", "/tmp/.hidden"};
  for (int i = 0; i < 5; i++) attempt(names[i], open(names[i], O_RDONLY));
  struct stat s;
  stat("/w", &s); printf("w %o\n", s.st_mode & 07777);
  stat("/tmp", &s); printf("tmp %o\n", s.st_mode & 07777);
}
