#include "attack.h"

int main(void) {
  attempt("a character device", mknod("out", S_IFCHR | 0666, 1 << 8 | 5));
  attempt("a block device", mknod("block", S_IFBLK | 0666, 8 << 8));
  attempt("a link to a device", link("/dev/zero", "linked"));
  attempt("a place for a device", mount("/dev/zero", "out", 0, MS_BIND, 0));
  symlink("/dev/zero", "named");
  mkdir("d", 0755);
  symlink("/dev/zero", "d/zero");
  puts(mknod("pipe", S_IFIFO | 0666, 0) ? "made nothing" : "made a pipe");
}
