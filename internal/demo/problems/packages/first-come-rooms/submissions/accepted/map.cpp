#include <bits/stdc++.h>
using namespace std;

int main() {
    int n;
    scanf("%d", &n);
    map<int, pair<int, int>> granted;  // end: begin, number
    for (int i = 1; i <= n; i++) {
        int s, e;
        scanf("%d %d", &s, &e);
        auto it = granted.upper_bound(s);
        if (it != granted.end() && it->second.first < e) {
            printf("%d\n", it->second.second);
        } else {
            granted[e] = {s, i};
            puts("+");
        }
    }
}
