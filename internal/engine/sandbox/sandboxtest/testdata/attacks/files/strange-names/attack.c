#include "attack.h"

int main(void) {
  char *names[] = {"a\nb", "-rf", "..x", " ", "\x01\x02", "\xff\xfe", "a\\b", "...", "C:x", "*", "~", "$(id)"};
  mkdir("d", 0755);
  chdir("d");
  char longest[256];
  memset(longest, 'n', 255);
  longest[255] = 0;
  close(open(longest, O_CREAT | O_WRONLY, 0644));
  for (int i = 0; i < 12; i++) { int fd = open(names[i], O_CREAT | O_WRONLY, 0644); write(fd, "x", 1); close(fd); }
  puts("made");
}
