#include "attack.h"

int main(void) {
  puts("small");
}
