#include "attack.h"

extern char **environ;
int main(void) {
  for (char **e = environ; *e; e++) if (strncmp(*e, "PATH=", 5)) printf("ESCAPED %s\n", *e);
  puts("done");
}
