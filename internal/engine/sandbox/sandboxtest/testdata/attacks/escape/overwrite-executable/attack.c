#include "attack.h"

int main(void) {
  char *names[] = {"/proc/1/exe", "/usr/bin/env", "/bin/sh", "/proc/self/root/usr/bin/env"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) attempt(names[i], open(names[i], O_WRONLY));
  attempt("rename", rename("/usr/bin/env", "/usr/bin/env2"));
  attempt("chmod", chmod("/usr/bin/env", 04755));
}
