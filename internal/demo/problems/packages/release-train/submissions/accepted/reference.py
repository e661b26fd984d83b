import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    n, m = numbers[:2]
    takes = numbers[2:2 + n]
    after = [[] for _ in range(n)]
    waits = [0] * n
    for i in range(m):
        x, y = numbers[2 + n + 2 * i] - 1, numbers[3 + n + 2 * i] - 1
        after[x].append(y)
        waits[y] += 1
    order = [i for i in range(n) if waits[i] == 0]
    begin = [0] * n
    for x in order:  # grows while it is walked through
        for y in after[x]:
            begin[y] = max(begin[y], begin[x] + takes[x])
            waits[y] -= 1
            if waits[y] == 0:
                order.append(y)
    if len(order) < n:
        print("stuck")
        return
    tail = [0] * n  # the longest way from the job's begin to the end
    for x in reversed(order):
        tail[x] = takes[x] + max((tail[y] for y in after[x]), default=0)
    done = max(tail)
    print(done)
    print(sum(begin[x] + tail[x] == done for x in range(n)))


main()
