# Walks over all streets as often as there are crossings.
import sys

numbers = list(map(int, sys.stdin.read().split()))
n, m, passes = numbers[:3]
streets = [tuple(numbers[3 + 3 * i:6 + 3 * i]) for i in range(m)]
far = 10**18
best = [[far] * (n + 1) for _ in range(passes + 1)]
best[0][1] = 0
for _ in range(n):
    for a, b, t in streets:
        for x, y in ((a, b), (b, a)):
            for used in range(passes + 1):
                if best[used][x] + t < best[used][y]:
                    best[used][y] = best[used][x] + t
                if used < passes and best[used][x] + t // 2 < best[used + 1][y]:
                    best[used + 1][y] = best[used][x] + t // 2
answer = min(layer[n] for layer in best)
print(answer if answer < far else "unreachable")
