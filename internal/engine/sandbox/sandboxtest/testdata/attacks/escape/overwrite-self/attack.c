#include "attack.h"

int main(void) {
  attempt("its own image", open("/proc/self/exe", O_WRONLY | O_TRUNC));
  attempt("its own image by name", open("/w/attack", O_RDWR));
  attempt("the first process", open("/proc/1/exe", O_RDWR));
  attempt("the image of its parent", open("/proc/1/map_files", O_RDONLY | O_DIRECTORY));
  char name[64];
  for (int fd = 0; fd < 64; fd++) { // an image held open by whoever started this
    sprintf(name, "/proc/self/fd/%d", fd);
    struct stat s;
    if (fd > 2 && fstat(fd, &s) == 0 && S_ISREG(s.st_mode)) printf("ESCAPED %s\n", name);
  }
  puts("still alive");
}
