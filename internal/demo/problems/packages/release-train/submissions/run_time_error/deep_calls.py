# Remembers what it has found, but calls itself once for each job of a chain.
import sys
from functools import lru_cache

numbers = list(map(int, sys.stdin.read().split()))
n, m = numbers[:2]
takes = numbers[2:2 + n]
ways = {True: [[] for _ in range(n)], False: [[] for _ in range(n)]}
for i in range(m):
    x, y = numbers[2 + n + 2 * i] - 1, numbers[3 + n + 2 * i] - 1
    ways[True][x].append(y)
    ways[False][y].append(x)
left = [len(b) for b in ways[False]]
order = [i for i in range(n) if not left[i]]
for x in order:
    for y in ways[True][x]:
        left[y] -= 1
        if left[y] == 0:
            order.append(y)
if len(order) < n:
    print("stuck")
    sys.exit()


@lru_cache(maxsize=None)
def longest(x, forward):
    return takes[x] + max((longest(y, forward) for y in ways[forward][x]), default=0)


done = max(longest(x, True) for x in range(n))
print(done)
print(sum(longest(x, True) + longest(x, False) - takes[x] == done for x in range(n)))
