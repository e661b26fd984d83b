# Finds the quickest way without passes and then uses them on its longest streets.
import heapq
import sys

numbers = list(map(int, sys.stdin.read().split()))
n, m, passes = numbers[:3]
streets = [[] for _ in range(n + 1)]
for i in range(m):
    x, y, t = numbers[3 + 3 * i:6 + 3 * i]
    streets[x].append((y, t))
    streets[y].append((x, t))
best, before, queue = {1: 0}, {}, [(0, 1)]
while queue:
    now, x = heapq.heappop(queue)
    if now > best[x]:
        continue
    for y, t in streets[x]:
        if now + t < best.get(y, 10**18):
            best[y], before[y] = now + t, (x, t)
            heapq.heappush(queue, (now + t, y))
if n not in best:
    print("unreachable")
else:
    times, x = [], n
    while x != 1:
        x, t = before[x]
        times.append(t)
    times.sort(reverse=True)
    print(sum(t // 2 for t in times[:passes]) + sum(times[passes:]))
