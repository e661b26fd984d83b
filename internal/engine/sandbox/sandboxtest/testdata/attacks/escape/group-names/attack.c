#include "attack.h"

int main(void) {
  FILE *f = fopen("/proc/self/cgroup", "r");
  char line[512];
  while (f && fgets(line, sizeof line, f)) { char *path = strrchr(line, ':'); if (path && (strstr(path, "codecraft") || strstr(path, "slot-") || strstr(path, "docker"))) printf("ESCAPED %s", line); }
  attempt("the tree", open("/sys/fs/cgroup/memory", O_RDONLY));
  puts("done");
}
