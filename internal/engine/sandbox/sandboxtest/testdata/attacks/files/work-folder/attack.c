#include "attack.h"

int main(void) {
  attempt("remove", rmdir("/w"));
  attempt("rename", rename("/w", "/tmp/w"));
  attempt("replace", symlink("/etc", "/w"));
  unlink("attack");
  rename("/w/attack", "/tmp/x");
  mkdir("out", 0755);
  symlink("/etc", "out/etc");
  puts("done");
}
