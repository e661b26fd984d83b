#include "attack.h"

int main(void) {
  struct { unsigned bytes; int type; char h[128]; } h = {.bytes = 128};
  int id;
  attempt("make a handle", syscall(SYS_name_to_handle_at, AT_FDCWD, "/", &h, &id, 0));
  h.bytes = 8; h.type = 1; memset(h.h, 0, 8); h.h[0] = 2;
  attempt("open a handle", syscall(SYS_open_by_handle_at, open("/usr", O_RDONLY), &h, O_RDONLY));
}
