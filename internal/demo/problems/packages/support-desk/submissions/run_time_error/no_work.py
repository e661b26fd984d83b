# Looks at the first waiting ticket even if nobody waits.
import heapq

n, agents = map(int, input().split())
tickets = [tuple(map(int, input().split())) for _ in range(n)]
busy, waiting, i, now, total, waits, end = [], [], 0, 0, 0, [], 0
while i < n or waiting:
    while i < n and tickets[i][0] <= now:
        heapq.heappush(waiting, (-tickets[i][1], i))
        i += 1
    while len(busy) < agents and i <= n:
        _, k = heapq.heappop(waiting)
        waits.append((tickets[k][0] - now, k))
        heapq.heappush(busy, now + tickets[k][2])
        end = max(end, now + tickets[k][2])
    now = heapq.heappop(busy)
print(-sum(w for w, _ in waits))
print(min(waits)[1] + 1)
print(end)
