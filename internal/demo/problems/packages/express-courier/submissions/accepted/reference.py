import heapq
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    n, m, passes = numbers[:3]
    streets = [[] for _ in range(n)]
    for i in range(m):
        x, y, t = numbers[3 + 3 * i:6 + 3 * i]
        streets[x - 1].append((y - 1, t))
        streets[y - 1].append((x - 1, t))
    best = [[float("inf")] * n for _ in range(passes + 1)]  # by passes used
    best[0][0] = 0
    queue = [(0, 0, 0)]
    while queue:
        now, used, x = heapq.heappop(queue)
        if now > best[used][x]:
            continue
        if x == n - 1:
            print(now)
            return
        for y, t in streets[x]:
            if now + t < best[used][y]:
                best[used][y] = now + t
                heapq.heappush(queue, (now + t, used, y))
            if used < passes and now + t // 2 < best[used + 1][y]:
                best[used + 1][y] = now + t // 2
                heapq.heappush(queue, (now + t // 2, used + 1, y))
    print("unreachable")


main()
