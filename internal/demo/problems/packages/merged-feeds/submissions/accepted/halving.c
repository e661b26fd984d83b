#include <stdio.h>

static long long a[1000], d[1000], c[1000];

int main(void) {
    int m, q;
    long long total = 0;
    if (scanf("%d %d", &m, &q) != 2) return 1;
    for (int i = 0; i < m; i++) {
        if (scanf("%lld %lld %lld", &a[i], &d[i], &c[i]) != 3) return 1;
        total += c[i];
    }
    while (q--) {
        long long k, low = 0, high = 10000000000000000LL;
        if (scanf("%lld", &k) != 1) return 1;
        if (k > total) {
            puts("end");
            continue;
        }
        while (low < high) {
            long long middle = low + (high - low) / 2, until = 0;
            for (int i = 0; i < m; i++) {
                if (a[i] > middle) continue;
                long long reports = (middle - a[i]) / d[i] + 1;
                until += reports < c[i] ? reports : c[i];
            }
            if (until >= k) high = middle;
            else low = middle + 1;
        }
        printf("%lld\n", low);
    }
    return 0;
}
