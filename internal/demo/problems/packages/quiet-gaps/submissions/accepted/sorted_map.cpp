#include <bits/stdc++.h>
using namespace std;

struct Visitor {
    int sessions = 0, longest = 0, first = 0, last = 0;
};

int main() {
    int n, gap;
    cin >> n >> gap;
    map<string, Visitor> visitors;
    while (n--) {
        int time;
        string name;
        cin >> time >> name;
        Visitor &v = visitors[name];
        if (v.sessions == 0 || time - v.last > gap) {
            v.sessions++;
            v.first = time;
        }
        v.last = time;
        v.longest = max(v.longest, time - v.first);
    }
    for (auto &[name, v] : visitors) cout << name << ' ' << v.sessions << ' ' << v.longest << '\n';
}
