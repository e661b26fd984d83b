#include "attack.h"

// The texts are put together here, so that this program itself is not what is found.
static char own[64], hidden[64];
static int files;
static void look(const char *name) {
  static char b[1 << 20];
  int fd = open(name, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  if (fd < 0) return;
  int n = read(fd, b, sizeof b);
  close(fd);
  if (n <= 0) return;
  files++;
  if (memmem(b, n, own, strlen(own))) printf("found my own by its text\n");
  if (memmem(b, n, hidden, strlen(hidden))) printf("ESCAPED in %s\n", name);
}
static void walk(const char *dir, int depth) {
  DIR *d = opendir(dir);
  struct dirent *e;
  while (d && depth < 6 && files < 60000 && (e = readdir(d))) {
    char p[2048];
    if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..")) continue;
    snprintf(p, sizeof p, "%s/%s", strcmp(dir, "/") ? dir : "", e->d_name);
    if (!strcmp(p, "/usr") || !strcmp(p, "/opt") || !strcmp(p, "/proc/self") || !strcmp(p, "/proc/thread-self") || !strcmp(e->d_name, "task")) continue;
    char me[32];
    sprintf(me, "/proc/%d", getpid());
    if (!strcmp(p, me)) continue;
    struct stat s;
    if (lstat(p, &s)) continue;
    if (S_ISDIR(s.st_mode)) walk(p, depth + 1);
    else if (S_ISREG(s.st_mode)) look(p);
  }
  if (d) closedir(d);
}
int main(void) {
  sprintf(own, "codecraft-planted-%s", "mine");
  sprintf(hidden, "codecraft-planted-%s", "secret");
  walk("/", 0);
  char *places[] = {"/var/tmp", "/var/lib/codecraft", "/var/cache", "/root", "/home", "/tmp", "/dev/shm", "/.run", "/data", "/proc/1/root", "/proc/1/cwd"};
  for (int i = 0; i < 11; i++) walk(places[i], 0);
  puts("looked everywhere");
}
