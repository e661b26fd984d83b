#include <stddef.h>

int main(void) {
    volatile int *volatile p = NULL;
    *p = 1;
    return 0;
}
