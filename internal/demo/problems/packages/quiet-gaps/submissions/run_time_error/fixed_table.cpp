#include <bits/stdc++.h>
using namespace std;

// Has room for a hundred visitors.
int main() {
    int n, gap;
    cin >> n >> gap;
    vector<string> names;
    vector<array<int, 4>> table(100);
    while (n--) {
        int time;
        string name;
        cin >> time >> name;
        size_t i = find(names.begin(), names.end(), name) - names.begin();
        if (i == names.size()) names.push_back(name);
        auto &v = table.at(i);
        if (v[0] == 0 || time - v[3] > gap) v[0]++, v[2] = time;
        v[3] = time;
        v[1] = max(v[1], time - v[2]);
    }
    vector<size_t> order(names.size());
    iota(order.begin(), order.end(), 0);
    sort(order.begin(), order.end(), [&](size_t a, size_t b) { return names[a] < names[b]; });
    for (size_t i : order) cout << names[i] << ' ' << table[i][0] << ' ' << table[i][1] << '\n';
}
