#include <bits/stdc++.h>
using namespace std;

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int n, agents;
    cin >> n >> agents;
    for (int i = 0; i < n; i++) {
        int time;
        int urgency;
        int minutes;
        cin >> time >> urgency >> minutes;
    }
    // Work out the answer and print it with cout.
}
