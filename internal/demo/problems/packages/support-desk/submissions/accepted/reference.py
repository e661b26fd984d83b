import heapq
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    n, agents = numbers[:2]
    busy = []  # minutes at which agents finish
    waiting = []  # (-urgency, ticket)
    total, longest, worst, end, now, i = 0, -1, 0, 0, 0, 0
    while i < n or waiting:
        if not waiting and i < n:
            now = max(now, numbers[2 + 3 * i])
        elif len(busy) == agents:
            now = max(now, busy[0])
        while busy and busy[0] <= now:
            heapq.heappop(busy)
        while i < n and numbers[2 + 3 * i] <= now:
            heapq.heappush(waiting, (-numbers[3 + 3 * i], i))
            i += 1
        while waiting and len(busy) < agents:
            _, k = heapq.heappop(waiting)
            wait = now - numbers[2 + 3 * k]
            total += wait
            if wait > longest or wait == longest and k < worst:
                longest, worst = wait, k
            heapq.heappush(busy, now + numbers[4 + 3 * k])
            end = max(end, now + numbers[4 + 3 * k])
    print(total)
    print(worst + 1)
    print(end)


main()
