#include "attack.h"

int main(void) {
  char *names[] = {"/proc/1/root/etc/shadow", "/proc/1/environ", "/proc/1/mem", "/proc/1/fd/4", "/proc/1/cwd/etc/shadow", "/proc/1/map_files"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) attempt(names[i], open(names[i], O_RDONLY));
}
