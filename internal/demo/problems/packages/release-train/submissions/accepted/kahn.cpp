#include <bits/stdc++.h>
using namespace std;

int main() {
    int n, m;
    scanf("%d %d", &n, &m);
    vector<long long> takes(n), begin(n), tail(n);
    for (auto &d : takes) scanf("%lld", &d);
    vector<vector<int>> after(n);
    vector<int> waits(n), order;
    while (m--) {
        int x, y;
        scanf("%d %d", &x, &y);
        after[x - 1].push_back(y - 1);
        waits[y - 1]++;
    }
    for (int i = 0; i < n; i++)
        if (!waits[i]) order.push_back(i);
    for (size_t k = 0; k < order.size(); k++)
        for (int y : after[order[k]]) {
            begin[y] = max(begin[y], begin[order[k]] + takes[order[k]]);
            if (--waits[y] == 0) order.push_back(y);
        }
    if ((int)order.size() < n) {
        puts("stuck");
        return 0;
    }
    for (int k = n - 1; k >= 0; k--) {
        int x = order[k];
        for (int y : after[x]) tail[x] = max(tail[x], tail[y]);
        tail[x] += takes[x];
    }
    long long done = *max_element(tail.begin(), tail.end());
    int critical = 0;
    for (int x = 0; x < n; x++) critical += begin[x] + tail[x] == done;
    printf("%lld\n%d\n", done, critical);
}
