#include "attack.h"

int main(void) {
  attempt("reboot", syscall(SYS_reboot, 0xfee1dead, 672274793, 0, 0));
  attempt("init_module", syscall(SYS_init_module, "", 0, ""));
  attempt("finit_module", syscall(SYS_finit_module, 0, "", 0));
  attempt("kexec", syscall(SYS_kexec_load, 0, 0, 0, 0));
  struct timespec now = {0};
  attempt("clock", clock_settime(CLOCK_REALTIME, &now));
  attempt("hostname", sethostname("x", 1));
  attempt("swapon", syscall(SYS_swapon, "/w/x", 0));
  attempt("acct", syscall(SYS_acct, 0));
  attempt("syslog", syscall(SYS_syslog, 3, 0, 0));
  attempt("quotactl", syscall(SYS_quotactl, 0, 0, 0, 0));
  attempt("personality", syscall(SYS_personality, 0x0400000));
}
