# Counts the jobs of one longest path only.
import sys

numbers = list(map(int, sys.stdin.read().split()))
n, m = numbers[:2]
takes = numbers[2:2 + n]
after, waits = [[] for _ in range(n)], [0] * n
for i in range(m):
    x, y = numbers[2 + n + 2 * i] - 1, numbers[3 + n + 2 * i] - 1
    after[x].append(y)
    waits[y] += 1
order = [i for i in range(n) if waits[i] == 0]
end, before = takes[:], [-1] * n
for x in order:
    for y in after[x]:
        if end[x] + takes[y] > end[y]:
            end[y], before[y] = end[x] + takes[y], x
        waits[y] -= 1
        if waits[y] == 0:
            order.append(y)
if len(order) < n:
    print("stuck")
else:
    x = end.index(max(end))
    print(end[x])
    count = 0
    while x >= 0:
        count, x = count + 1, before[x]
    print(count)
