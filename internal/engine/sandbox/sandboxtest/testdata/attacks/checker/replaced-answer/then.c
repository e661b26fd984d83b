#include "attack.h"

int main(void) {
  attempt("feedback", open("feedback/judgemessage.txt", O_RDONLY));
  attempt("answer", open("answer", O_RDONLY));
}
