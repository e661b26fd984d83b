#include "attack.h"

int main(void) {
  unsigned long cookie = 0;
  attempt("take the cookie of init", prctl(62, 3, 1, 0, 0));
  attempt("read the cookie of init", prctl(62, 0, 1, 0, &cookie));
  attempt("give init a cookie", prctl(62, 2, 1, 0, 0));
  puts("done");
}
