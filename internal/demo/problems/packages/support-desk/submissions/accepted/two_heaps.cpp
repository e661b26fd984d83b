#include <bits/stdc++.h>
using namespace std;

int main() {
    int n, agents;
    scanf("%d %d", &n, &agents);
    vector<long long> t(n), d(n), wait(n);
    vector<int> u(n);
    for (int i = 0; i < n; i++) scanf("%lld %d %lld", &t[i], &u[i], &d[i]);
    priority_queue<long long, vector<long long>, greater<>> busy;
    priority_queue<pair<int, int>> waiting;  // urgency, -ticket
    long long now = 0, end = 0;
    for (int i = 0; i < n || !waiting.empty();) {
        if (waiting.empty()) now = max(now, t[i]);
        else if ((int)busy.size() == agents) now = max(now, busy.top());
        while (!busy.empty() && busy.top() <= now) busy.pop();
        for (; i < n && t[i] <= now; i++) waiting.push({u[i], -i});
        while (!waiting.empty() && (int)busy.size() < agents) {
            int k = -waiting.top().second;
            waiting.pop();
            wait[k] = now - t[k];
            busy.push(now + d[k]);
            end = max(end, now + d[k]);
        }
    }
    long long total = accumulate(wait.begin(), wait.end(), 0LL);
    printf("%lld\n%d\n%lld\n", total, (int)(max_element(wait.begin(), wait.end()) - wait.begin()) + 1, end);
}
