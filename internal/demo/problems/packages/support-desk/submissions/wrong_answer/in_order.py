# Takes tickets in the order they came in, whatever their urgency.
import heapq

n, agents = map(int, input().split())
free = [0] * agents
total, longest, worst, end = 0, -1, 0, 0
for k in range(n):
    t, u, d = map(int, input().split())
    start = max(t, heapq.heappop(free))
    total += start - t
    if start - t > longest:
        longest, worst = start - t, k
    heapq.heappush(free, start + d)
    end = max(end, start + d)
print(total)
print(worst + 1)
print(end)
