#include <bits/stdc++.h>
using namespace std;

// Forgets that a sensor stops reporting.
int main() {
    int m, q;
    cin >> m >> q;
    vector<array<long long, 3>> sensors(m);
    long long total = 0;
    for (auto &[a, d, c] : sensors) cin >> a >> d >> c, total += c;
    while (q--) {
        long long k, low = 0, high = 10'000'000'000'000'000;
        cin >> k;
        if (k > total) {
            cout << "end\n";
            continue;
        }
        while (low < high) {
            long long middle = (low + high) / 2, until = 0;
            for (auto [a, d, c] : sensors)
                if (a <= middle) until += (middle - a) / d + 1;
            if (until >= k) high = middle;
            else low = middle + 1;
        }
        cout << low << "\n";
    }
}
