#include "attack.h"

int main(void) {
  char *names[] = {"/etc/shadow", "/etc/ssh", "/root", "/home", "/var", "/run", "/sys", "/mnt", "/boot", "/srv", "/proc/kcore", "/proc/kmsg", "/proc/sys/kernel/cap_last_cap/x", "/etc/ssl/private", "/lost+found", "/old", "/work", "/tmp/codecraft"};
  for (int i = 0; i < 18; i++) { int fd = open(names[i], O_RDONLY); char c; attempt(names[i], fd < 0 ? -1 : !strncmp(names[i], "/proc", 5) ? read(fd, &c, 1) - 1 : 0); }
  char b[64] = {0};
  int fd = open("/etc/passwd", O_RDONLY);
  read(fd, b, 32);
  printf("passwd %s\n", b);
}
