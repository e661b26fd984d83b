#include "attack.h"

int main(void) {
  char *names[] = {"/x", "/usr/x", "/usr/bin/x", "/etc/x", "/etc/passwd", "/dev/x", "/proc/x", "/bin/x", "/lib/x"};
  for (int i = 0; i < 9; i++) attempt(names[i], open(names[i], O_WRONLY | O_CREAT, 0644));
  attempt("mkdir", mkdir("/d", 0755));
  attempt("symlink", symlink("/w", "/usr/l"));
  attempt("unlink", unlink("/etc/hosts"));
  attempt("chmod root", chmod("/", 0777));
}
