#include <bits/stdc++.h>
using namespace std;

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int m, q;
    cin >> m >> q;
    for (int i = 0; i < m; i++) {
        long long first;
        long long step;
        long long count;
        cin >> first >> step >> count;
    }
    for (int i = 0; i < q; i++) {
        long long k;
        cin >> k;
    }
    // Work out the answer and print it with cout.
}
