import sys
from bisect import bisect_left, insort


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    n, w = numbers[:2]
    values = numbers[2:]
    window = sorted(values[:w])
    least, most, total = float("inf"), 0, 0  # of twice the median, which is an integer
    for i in range(w, n + 1):
        twice = window[w // 2] + window[(w - 1) // 2]
        least, most, total = min(least, twice), max(most, twice), total + twice
        if i < n:
            del window[bisect_left(window, values[i - w])]
            insort(window, values[i])
    print(f"{least / 2:.6f} {most / 2:.6f} {total / 2 / (n - w + 1):.6f}")


main()
