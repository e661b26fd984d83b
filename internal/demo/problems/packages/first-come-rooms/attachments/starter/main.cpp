#include <bits/stdc++.h>
using namespace std;

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int n;
    cin >> n;
    for (int i = 0; i < n; i++) {
        int begin;
        int end;
        cin >> begin >> end;
    }
    // Work out the answer and print it with cout.
}
