#include "attack.h"

int main(void) {
  printf(getpid() > 400 ? "ESCAPED the first id is %d\n" : "new\n", getpid());
}
