#include <bits/stdc++.h>
using namespace std;

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int n, g;
    cin >> n >> g;
    for (int i = 0; i < n; i++) {
        int time;
        string name;
        cin >> time >> name;
    }
    // Work out the answer and print it with cout.
}
