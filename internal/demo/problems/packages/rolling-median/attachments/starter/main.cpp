#include <bits/stdc++.h>
using namespace std;

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int n, w;
    cin >> n >> w;
    vector<int> values(n);
    for (auto &x : values) cin >> x;
    // Work out the answer and print it with cout.
}
