#include <bits/stdc++.h>
using namespace std;

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int n, m;
    cin >> n >> m;
    vector<int> takes(n);
    for (auto &x : takes) cin >> x;
    for (int i = 0; i < m; i++) {
        int x;
        int y;
        cin >> x >> y;
    }
    // Work out the answer and print it with cout.
}
