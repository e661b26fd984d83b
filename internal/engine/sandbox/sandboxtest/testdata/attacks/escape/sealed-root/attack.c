#include "attack.h"

static int found;
static void walk(char *dir, int depth) {
  if (depth > 3) return;
  DIR *d = opendir(dir);
  struct dirent *e;
  while (d && (e = readdir(d))) {
    if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..")) continue;
    char p[512];
    snprintf(p, sizeof p, "%s/%s", !strcmp(dir, "/") ? "" : dir, e->d_name);
    if (!strncmp(p, "/w", 2) || !strncmp(p, "/.run", 5) || !strncmp(p, "/tmp", 4) || !strncmp(p, "/dev/shm", 8) || !strncmp(p, "/proc", 5)) continue;
    struct stat s;
    if (lstat(p, &s)) continue;
    if (S_ISDIR(s.st_mode)) {
      char q[600];
      snprintf(q, sizeof q, "%s/.mark", p);
      int fd = open(q, O_CREAT | O_WRONLY, 0600);
      if (fd >= 0) { printf("ESCAPED wrote %s\n", q); unlink(q); found++; }
      walk(p, depth + 1);
    }
  }
  if (d) closedir(d);
}
int main(void) { walk("/", 0); printf("found %d\n", found); }
