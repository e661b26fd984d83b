#include "attack.h"

int main(void) {
  attempt("tty", open("/dev/tty", O_RDWR));
  attempt("pts", open("/dev/pts/0", O_RDWR | O_NOCTTY));
}
