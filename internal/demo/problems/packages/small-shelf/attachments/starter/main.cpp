#include <bits/stdc++.h>
using namespace std;

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int n, capacity;
    cin >> n >> capacity;
    for (int i = 0; i < n; i++) {
        char kind;
        int k, w = 0;
        cin >> kind >> k;
        if (kind == 'P') cin >> w;
    }
    // Work out the answer and print it with cout.
}
