import sys
from collections import defaultdict, deque


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    n, limit, window = numbers[:3]
    through = defaultdict(deque)
    gate = []
    for i in range(n):
        time, client = numbers[3 + 2 * i], numbers[4 + 2 * i]
        recent = through[client]
        while recent and recent[0] <= time - window:
            recent.popleft()
        if len(recent) < limit:
            recent.append(time)
            gate.append("+")
        else:
            gate.append("-")
    print("".join(gate))
    print(gate.count("+"))


main()
