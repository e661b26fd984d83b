#include "attack.h"

#include <sys/inotify.h>
int main(void) {
  int fd = inotify_init1(IN_NONBLOCK);
  attempt("inotify", fd < 0 ? -1 : inotify_add_watch(fd, "/usr/bin", IN_OPEN | IN_ACCESS));
  attempt("fanotify", syscall(SYS_fanotify_init, 0, O_RDONLY));
  attempt("fanotify by name", syscall(SYS_fanotify_init, 0x200, O_RDONLY));
  attempt("mark", syscall(SYS_fanotify_mark, 3, 1, 0x20, AT_FDCWD, "/usr"));
  attempt("lease", fcntl(open("/usr/bin/env", O_RDONLY), F_SETLEASE, F_RDLCK));
  attempt("notify", fcntl(open("/usr/bin", O_RDONLY), F_NOTIFY, 1));
}
