#include "attack.h"

int main(void) {
  attempt("mknod mem", mknod("mem", S_IFCHR | 0666, 1 << 8 | 1));
  attempt("mknod disk", mknod("disk", S_IFBLK | 0666, 254 << 8));
  char *names[] = {"/dev/mem", "/dev/kmsg", "/dev/vda", "/dev/sda", "/dev/fuse", "/dev/kvm", "/dev/net/tun", "/dev/loop0"};
  for (int i = 0; i < 8; i++) attempt(names[i], open(names[i], O_RDONLY));
}
