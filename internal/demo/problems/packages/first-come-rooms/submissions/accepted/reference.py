import sys
from bisect import bisect_left, bisect_right


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    begins, ends, who = [], [], []  # granted bookings; none overlap, so both lists ascend
    out = []
    for i in range(numbers[0]):
        s, e = numbers[1 + 2 * i], numbers[2 + 2 * i]
        k = bisect_right(ends, s)  # the first that ends after s
        if k < len(begins) and begins[k] < e:
            out.append(str(who[k]))
            continue
        k = bisect_left(begins, s)
        begins.insert(k, s)
        ends.insert(k, e)
        who.insert(k, i + 1)
        out.append("+")
    print("\n".join(out))


main()
