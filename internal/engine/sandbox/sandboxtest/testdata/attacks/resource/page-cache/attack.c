#include "attack.h"

static long sum;
static void walk(char *dir) {
  DIR *d = opendir(dir);
  struct dirent *e;
  static char b[1 << 16];
  while (d && (e = readdir(d)) && sum < 200l << 20) {
    char p[1024];
    snprintf(p, sizeof p, "%s/%s", dir, e->d_name);
    if (e->d_type == DT_REG) { int fd = open(p, O_RDONLY); for (int n; (n = read(fd, b, sizeof b)) > 0;) sum += n; posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED); close(fd); }
  }
  if (d) closedir(d);
}
int main(void) { walk("/usr/bin"); walk("/usr/lib/x86_64-linux-gnu"); walk("/usr/lib/aarch64-linux-gnu"); puts(sum > 64l << 20 ? "read more than its memory" : "read little"); }
