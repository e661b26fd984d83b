# Takes the minute of the end for occupied.
from bisect import bisect_left

n = int(input())
begins, ends, who = [], [], []
for i in range(1, n + 1):
    s, e = map(int, input().split())
    k = bisect_left(ends, s)
    if k < len(begins) and begins[k] <= e:
        print(who[k])
        continue
    k = bisect_left(begins, s)
    begins.insert(k, s)
    ends.insert(k, e)
    who.insert(k, i)
    print("+")
