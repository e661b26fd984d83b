#include "attack.h"

int main(void) {
  struct rlimit r = {RLIM_INFINITY, RLIM_INFINITY};
  attempt("raise the limit", setrlimit(RLIMIT_CORE, &r));
  int fd = open("/proc/self/coredump_filter", O_WRONLY);
  if (fd >= 0) write(fd, "0xff", 4);
  attempt("pattern", open("/proc/sys/kernel/core_pattern", O_WRONLY));
  abort();
}
