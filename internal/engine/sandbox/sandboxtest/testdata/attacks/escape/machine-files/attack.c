#include "attack.h"

static void quiet(const char *name, const char *hint) {
  FILE *f = fopen(name, "r");
  char line[512];
  int n = 0;
  while (f && fgets(line, sizeof line, f)) { n++; if (hint && strstr(line, hint)) printf("ESCAPED %s tells %s", name, line); }
  if (!hint && n) printf("ESCAPED %s tells %s", name, line);
}
int main(void) {
  char *empty[] = {"/proc/cmdline", "/proc/kallsyms", "/proc/modules", "/proc/interrupts", "/proc/timer_list", "/proc/keys", "/proc/swaps", "/proc/diskstats", "/proc/sched_debug", "/proc/schedstat", "/proc/vmstat", "/proc/locks", "/proc/softirqs", "/proc/iomem", "/proc/pressure/cpu", "/proc/sys/kernel/random/boot_id", "/proc/sys/fs/file-nr", "/proc/sys/fs/inode-nr"};
  for (int i = 0; i < 18; i++) quiet(empty[i], 0);
  long a = 0, b = 0;
  FILE *f = fopen("/proc/stat", "r");
  if (f && fscanf(f, "cpu %ld %ld", &a, &b) == 2 && a + b) printf("ESCAPED the processors worked for %ld\n", a + b);
  double load = 0;
  f = fopen("/proc/loadavg", "r");
  if (f && fscanf(f, "%lf", &load) == 1 && load > 0) printf("ESCAPED the load is %f\n", load);
  puts("done");
}
