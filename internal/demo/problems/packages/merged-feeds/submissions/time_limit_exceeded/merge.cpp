#include <bits/stdc++.h>
using namespace std;

// Merges the feed from its beginning for every question.
int main() {
    int m, q;
    cin >> m >> q;
    vector<array<long long, 3>> sensors(m);
    long long total = 0;
    for (auto &[a, d, c] : sensors) cin >> a >> d >> c, total += c;
    while (q--) {
        long long k;
        cin >> k;
        if (k > total) {
            cout << "end\n";
            continue;
        }
        priority_queue<array<long long, 3>, vector<array<long long, 3>>, greater<>> queue;
        for (auto &s : sensors) queue.push(s);
        while (--k) {
            auto [a, d, c] = queue.top();
            queue.pop();
            if (c > 1) queue.push({a + d, d, c - 1});
        }
        cout << queue.top()[0] << "\n";
    }
}
