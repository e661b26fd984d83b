#include "attack.h"

int main(void) {
  char b[256], name[64];
  for (int ring = -1; ring >= -5; ring--) { sprintf(name, "read of %d", ring); attempt(name, syscall(SYS_keyctl, 11, ring, b, sizeof b)); }
  attempt("search", syscall(SYS_request_key, "user", "codecraft-mark", 0, 0));
  char *files[] = {"/proc/keys", "/proc/key-users"};
  int found = 0;
  for (int i = 0; i < 2; i++) { FILE *f = fopen(files[i], "r"); while (f && fgets(b, sizeof b, f)) found += strstr(b, "codecraft") != 0; }
  puts(found ? "ESCAPED a key is seen" : "found nothing");
}
