#include "attack.h"

static int down(volatile int *p) { volatile int b[1024]; b[0] = *p + 1; return down(b) + b[1]; }
int main(void) { volatile int z = 0; return down(&z); }
