#include "attack.h"

int main(void) {
  symlink("/etc", "dir");
  mkdir("real", 0755);
  int fd = open("real/f", O_WRONLY | O_CREAT, 0644);
  write(fd, "x", 1);
  symlink("real", "also");
}
