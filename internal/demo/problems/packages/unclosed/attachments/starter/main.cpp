#include <bits/stdc++.h>
using namespace std;

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    string text;
    getline(cin, text);
    // Work out the answer and print it with cout.
}
