#include <bits/stdc++.h>
using namespace std;

// Adds the waiting times up in 32 bits.
int main() {
    int n, agents;
    scanf("%d %d", &n, &agents);
    vector<int> t(n), u(n), d(n), wait(n);
    for (int i = 0; i < n; i++) scanf("%d %d %d", &t[i], &u[i], &d[i]);
    priority_queue<int, vector<int>, greater<>> busy;
    priority_queue<pair<int, int>> waiting;
    int now = 0, end = 0;
    unsigned total = 0;
    for (int i = 0; i < n || !waiting.empty();) {
        if (waiting.empty()) now = max(now, t[i]);
        else if ((int)busy.size() == agents) now = max(now, busy.top());
        while (!busy.empty() && busy.top() <= now) busy.pop();
        for (; i < n && t[i] <= now; i++) waiting.push({u[i], -i});
        while (!waiting.empty() && (int)busy.size() < agents) {
            int k = -waiting.top().second;
            waiting.pop();
            wait[k] = now - t[k];
            total += wait[k];
            busy.push(now + d[k]);
            end = max(end, now + d[k]);
        }
    }
    printf("%u\n%d\n%d\n", total, (int)(max_element(wait.begin(), wait.end()) - wait.begin()) + 1, end);
}
