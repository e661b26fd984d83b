#include <bits/stdc++.h>
using namespace std;

int main() {
    int n, limit, window;
    scanf("%d %d %d", &n, &limit, &window);
    unordered_map<int, vector<int>> through;  // times of the requests let through, the oldest first
    string gate;
    while (n--) {
        int time, client;
        scanf("%d %d", &time, &client);
        auto &times = through[client];
        // The gate is shut exactly when the limit-th last request is still in the window.
        bool open = (int)times.size() < limit || times[times.size() - limit] <= time - window;
        if (open) times.push_back(time);
        gate += open ? '+' : '-';
    }
    printf("%s\n%d\n", gate.c_str(), (int)count(gate.begin(), gate.end(), '+'));
}
