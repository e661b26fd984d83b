#include "attack.h"

int main(void) {
  char *names[] = {"/proc/sys/kernel/core_pattern", "/proc/sys/kernel/hostname", "/proc/sysrq-trigger", "/proc/sys/vm/drop_caches", "/proc/sys/kernel/modprobe", "/proc/sys/user/max_user_namespaces", "/sys/kernel/uevent_helper", "/proc/self/oom_score_adj"};
  for (int i = 0; i < 8; i++) { int fd = open(names[i], O_WRONLY); struct stat st; if (fd >= 0 && fstat(fd, &st) == 0 && S_ISCHR(st.st_mode)) { printf("covered %s\n", names[i]); continue; } attempt(names[i], fd < 0 ? -1 : write(fd, "1", 1)); }
}
