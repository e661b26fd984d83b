#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *volatile keep;

int main(void) {
    for (;;) {
        char *p = malloc(1 << 20);
        if (!p) continue;
        memset(p, 1, 1 << 20);
        keep = p;
    }
}
