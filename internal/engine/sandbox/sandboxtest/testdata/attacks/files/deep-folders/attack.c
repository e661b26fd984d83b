#include "attack.h"

int main(void) {
  for (int i = 0; i < 2000; i++) { if (mkdir("d", 0755) || chdir("d")) break; }
  int fd = open("f", O_WRONLY | O_CREAT, 0644);
  write(fd, "x", 1);
}
