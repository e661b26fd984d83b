#include <bits/stdc++.h>
using namespace std;

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int n, m, passes;
    cin >> n >> m >> passes;
    for (int i = 0; i < m; i++) {
        int x;
        int y;
        int time;
        cin >> x >> y >> time;
    }
    // Work out the answer and print it with cout.
}
