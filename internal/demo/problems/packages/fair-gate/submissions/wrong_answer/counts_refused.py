# Counts requests against a client that were turned away.
from collections import defaultdict, deque

n, limit, window = map(int, input().split())
seen = defaultdict(deque)
gate = ""
for _ in range(n):
    time, client = map(int, input().split())
    recent = seen[client]
    while recent and recent[0] <= time - window:
        recent.popleft()
    gate += "+" if len(recent) < limit else "-"
    recent.append(time)
print(gate)
print(gate.count("+"))
