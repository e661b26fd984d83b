#include <stdio.h>
#include <stdlib.h>

/* Keeps the owner of each minute, as long as the room is booked by the day. */
int main(void) {
    enum { MINUTES = 1 << 20 };
    static int owner[MINUTES];
    int n;
    if (scanf("%d", &n) != 1) return 1;
    for (int i = 1; i <= n; i++) {
        int s, e, clash = 0;
        if (scanf("%d %d", &s, &e) != 2) return 1;
        if (e > MINUTES) return 2;
        for (int m = s; m < e && !clash; m++) clash = owner[m];
        if (clash) {
            printf("%d\n", clash);
            continue;
        }
        for (int m = s; m < e; m++) owner[m] = i;
        puts("+");
    }
    return 0;
}
