#include "attack.h"

int main(void) {
  int fd = open("/usr/bin/env", O_RDONLY);
  struct stat s;
  fstat(fd, &s);
  long pages = (s.st_size + 4095) / 4096, in = 0;
  unsigned char *v = calloc(pages, 1);
  posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
  void *m = mmap(0, s.st_size, PROT_READ, MAP_SHARED, fd, 0);
  mincore(m, s.st_size, v);
  for (long i = 0; i < pages; i++) in += v[i] & 1;
  puts(in == pages ? "told nothing" : "ESCAPED told what is in memory");
  uint64_t range[2] = {0, 0}, stat[5];
  attempt("cachestat", syscall(451, fd, range, stat, 0));
}
