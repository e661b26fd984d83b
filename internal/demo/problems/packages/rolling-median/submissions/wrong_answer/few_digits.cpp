#include <bits/stdc++.h>
using namespace std;

// Prints with the six digits that streams give by default.
int main() {
    int n, w;
    cin >> n >> w;
    vector<long long> v(n), window;
    for (auto &x : v) cin >> x;
    window.assign(v.begin(), v.begin() + w);
    sort(window.begin(), window.end());
    double least = 1e18, most = 0, total = 0;
    for (int i = w; i <= n; i++) {
        double median = (window[w / 2] + window[(w - 1) / 2]) / 2.0;
        least = min(least, median), most = max(most, median), total += median;
        if (i == n) break;
        window.erase(lower_bound(window.begin(), window.end(), v[i - w]));
        window.insert(lower_bound(window.begin(), window.end(), v[i]), v[i]);
    }
    cout << least << ' ' << most << ' ' << total / (n - w + 1) << endl;
}
