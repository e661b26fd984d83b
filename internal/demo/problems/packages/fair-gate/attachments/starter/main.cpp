#include <bits/stdc++.h>
using namespace std;

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int n, limit, window;
    cin >> n >> limit >> window;
    for (int i = 0; i < n; i++) {
        int time;
        int client;
        cin >> time >> client;
    }
    // Work out the answer and print it with cout.
}
