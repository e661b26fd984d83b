#include <bits/stdc++.h>
using namespace std;

int main() {
    int n, w;
    scanf("%d %d", &n, &w);
    vector<long long> v(n);
    for (auto &x : v) scanf("%lld", &x);
    set<pair<long long, int>> low, high;  // the lower half (with the middle) and the rest
    auto balance = [&] {
        while ((int)low.size() > (int)(low.size() + high.size() + 1) / 2) high.insert(low.extract(prev(low.end())));
        while ((int)low.size() < (int)(low.size() + high.size() + 1) / 2) low.insert(high.extract(high.begin()));
    };
    double least = 1e18, most = 0, total = 0;
    for (int i = 0; i < n; i++) {
        if (i >= w && !low.erase({v[i - w], i - w})) high.erase({v[i - w], i - w});
        pair<long long, int> x = {v[i], i};
        if (!low.empty() && x < *low.rbegin()) low.insert(x);
        else high.insert(x);
        balance();
        if (!low.empty() && !high.empty() && *high.begin() < *low.rbegin()) {
            auto a = low.extract(prev(low.end()));
            low.insert(high.extract(high.begin()));
            high.insert(move(a));
        }
        if (i < w - 1) continue;
        double median = w % 2 ? low.rbegin()->first : (low.rbegin()->first + high.begin()->first) / 2.0;
        least = min(least, median);
        most = max(most, median);
        total += median;
    }
    printf("%.9g %.9g %.9f\n", least, most, total / (n - w + 1));
}
