#include "attack.h"

int main(void) {
  attempt("hard link", link("/etc/passwd", "out"));
  attempt("linkat", linkat(AT_FDCWD, "/proc/self/exe", AT_FDCWD, "/usr/bin/x", AT_SYMLINK_FOLLOW));
}
