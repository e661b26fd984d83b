#include "attack.h"

int main(void) {
  attempt("memory map", prctl(PR_SET_MM, PR_SET_MM_EXE_FILE, open("/usr/bin/env", O_RDONLY), 0, 0));
  attempt("secure bits", prctl(PR_SET_SECUREBITS, 1, 0, 0, 0));
  attempt("keep capabilities and take one", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 0, 0, 0));
  attempt("gain a bounding capability", prctl(PR_CAPBSET_READ, 21, 0, 0, 0) == 1 ? 0 : (errno = EPERM, -1));
  attempt("undo no_new_privs", prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0));
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0);
  prctl(PR_SET_NAME, "slot", 0, 0, 0);
  if (fork() == 0) { if (fork() == 0) { sleep(100); } _exit(0); }
  puts("done");
}
