# Follows every path from every job, again and again.
import sys

sys.setrecursionlimit(1 << 20)
numbers = list(map(int, sys.stdin.read().split()))
n, m = numbers[:2]
takes = numbers[2:2 + n]
after, before = [[] for _ in range(n)], [[] for _ in range(n)]
for i in range(m):
    x, y = numbers[2 + n + 2 * i] - 1, numbers[3 + n + 2 * i] - 1
    after[x].append(y)
    before[y].append(x)
left, order = [len(b) for b in before], [i for i in range(n) if not before[i]]
for x in order:
    for y in after[x]:
        left[y] -= 1
        if left[y] == 0:
            order.append(y)
if len(order) < n:
    print("stuck")
    sys.exit()


def longest(x, ways):
    return takes[x] + max((longest(y, ways) for y in ways[x]), default=0)


there = [longest(x, before) for x in range(n)]
back = [longest(x, after) for x in range(n)]
print(max(there))
print(sum(there[x] + back[x] - takes[x] == max(there) for x in range(n)))
