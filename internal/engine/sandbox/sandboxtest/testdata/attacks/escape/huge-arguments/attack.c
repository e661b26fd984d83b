#include "attack.h"

int main(int argc, char **argv) {
  if (argc > 1) { printf("started with %d\n", argc); return 0; }
  static char *a[40000];
  char *text = malloc(100001);
  memset(text, 'x', 100000);
  text[100000] = 0;
  for (int i = 0; i < 39999; i++) a[i] = text;
  char *none[] = {0};
  execve("./attack", a, none);
  printf("refused: %s\n", strerror(errno));
  char *few[] = {"x", "y", 0};
  static char *env[40000];
  for (int i = 0; i < 39999; i++) env[i] = text;
  execve("./attack", few, env);
  printf("refused: %s\n", strerror(errno));
}
