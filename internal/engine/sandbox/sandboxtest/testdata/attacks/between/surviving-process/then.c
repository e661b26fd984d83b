#include "attack.h"

int main(void) {
  usleep(50000);
  attempt("spy", open("/w/spy", O_RDONLY));
}
