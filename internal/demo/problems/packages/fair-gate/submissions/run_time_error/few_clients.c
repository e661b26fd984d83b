#include <stdio.h>
#include <stdlib.h>

/* Keeps ten clients and 1000 times of each, and checks that this is enough. */
static int times[11][1001], count[11], first[11];

int main(void) {
    int n, limit, window, total = 0;
    if (scanf("%d %d %d", &n, &limit, &window) != 3) return 1;
    char *gate = calloc(n + 1, 1);
    for (int i = 0; i < n; i++) {
        int time, client;
        if (scanf("%d %d", &time, &client) != 2) return 1;
        if (client > 10 || count[client] > 1000) abort();
        while (first[client] < count[client] && times[client][first[client]] <= time - window) first[client]++;
        gate[i] = count[client] - first[client] < limit ? '+' : '-';
        if (gate[i] == '+') times[client][count[client]++] = time, total++;
    }
    printf("%s\n%d\n", gate, total);
}
