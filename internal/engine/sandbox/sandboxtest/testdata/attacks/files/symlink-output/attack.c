#include "attack.h"

int main(void) {
  symlink("/etc/passwd", "out");
  symlink("/proc/self/environ", "env");
  symlink("out2", "out2");
}
