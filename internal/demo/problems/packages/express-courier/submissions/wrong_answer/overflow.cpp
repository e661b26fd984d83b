#include <bits/stdc++.h>
using namespace std;

// Adds the times up in 32 bits.
int main() {
    int n, m, passes;
    scanf("%d %d %d", &n, &m, &passes);
    vector<vector<pair<int, int>>> streets(n);
    while (m--) {
        int x, y, t;
        scanf("%d %d %d", &x, &y, &t);
        streets[x - 1].push_back({y - 1, t});
        streets[y - 1].push_back({x - 1, t});
    }
    vector<vector<unsigned>> best(passes + 1, vector<unsigned>(n, UINT_MAX));
    priority_queue<tuple<unsigned, int, int>, vector<tuple<unsigned, int, int>>, greater<>> queue;
    best[0][0] = 0;
    queue.push({0, 0, 0});
    while (!queue.empty()) {
        auto [now, used, x] = queue.top();
        queue.pop();
        if (now > best[used][x]) continue;
        for (auto [y, t] : streets[x]) {
            if (now + t < best[used][y]) queue.push({best[used][y] = now + t, used, y});
            if (used < passes && now + t / 2 < best[used + 1][y]) queue.push({best[used + 1][y] = now + t / 2, used + 1, y});
        }
    }
    unsigned answer = UINT_MAX;
    for (auto &layer : best) answer = min(answer, layer[n - 1]);
    if (answer == UINT_MAX) puts("unreachable");
    else printf("%u\n", answer);
}
