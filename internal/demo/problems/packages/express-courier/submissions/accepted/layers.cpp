#include <bits/stdc++.h>
using namespace std;

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
    const long long far = LLONG_MAX;
    vector<vector<long long>> best(passes + 1, vector<long long>(n, far));
    priority_queue<array<long long, 3>, vector<array<long long, 3>>, greater<>> queue;
    auto reach = [&](long long now, int used, int x) {
        if (now < best[used][x]) {
            best[used][x] = now;
            queue.push({now, used, x});
        }
    };
    reach(0, 0, 0);
    while (!queue.empty()) {
        auto [now, used, x] = queue.top();
        queue.pop();
        if (now > best[used][x]) continue;
        for (auto [y, t] : streets[x]) {
            reach(now + t, used, y);
            if (used < passes) reach(now + t / 2, used + 1, y);
        }
    }
    long long answer = far;
    for (auto &layer : best) answer = min(answer, layer[n - 1]);
    if (answer == far) puts("unreachable");
    else printf("%lld\n", answer);
}
