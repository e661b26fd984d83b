import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    m, q = numbers[:2]
    sensors = [tuple(numbers[2 + 3 * i:5 + 3 * i]) for i in range(m)]
    total = sum(c for _, _, c in sensors)
    last = max(a + d * (c - 1) for a, d, c in sensors)

    def until(t):
        return sum(min(c, (t - a) // d + 1) for a, d, c in sensors if a <= t)

    for k in numbers[2 + 3 * m:]:
        if k > total:
            print("end")
            continue
        low, high = 0, last
        while low < high:
            middle = (low + high) // 2
            if until(middle) >= k:
                high = middle
            else:
                low = middle + 1
        print(low)


main()
