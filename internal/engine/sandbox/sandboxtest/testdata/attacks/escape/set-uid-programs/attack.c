#include "attack.h"

int main(int argc, char **argv) {
  char *names[] = {"/usr/bin/su", "/usr/bin/passwd", "/usr/bin/mount", "/usr/bin/newgrp", "/usr/bin/chsh", "/usr/bin/gpasswd", "/usr/bin/sudo", "/usr/bin/pkexec"};
  int marked = 0;
  for (int i = 0; i < 8; i++) { struct stat s; if (stat(names[i], &s) == 0 && s.st_mode & S_ISUID) marked++; }
  printf("marked %d\n", marked);
  fflush(stdout);
  if (fork() == 0) { execl("/usr/bin/su", "su", "-c", "echo ESCAPED", "root", (char *)0); _exit(1); }
  wait(0);
  if (fork() == 0) { execl("/usr/bin/mount", "mount", "-t", "tmpfs", "x", "/tmp", (char *)0); _exit(1); }
  int st;
  wait(&st);
  if (st == 0) puts("ESCAPED mounted");
  FILE *f = fopen("/proc/self/status", "r");
  char line[256];
  int barred = !f;
  while (f && fgets(line, sizeof line, f)) if (!strcmp(line, "NoNewPrivs:\t1\n")) barred = 1;
  puts(barred ? "barred" : "ESCAPED may gain privileges");
}
