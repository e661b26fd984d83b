# Reads one measurement beyond the last.
from bisect import bisect_left, insort

n, w = map(int, input().split())
values = list(map(int, input().split()))
window = sorted(values[:w])
medians = []
for i in range(w, n + 1):
    medians.append((window[w // 2] + window[(w - 1) // 2]) / 2)
    del window[bisect_left(window, values[i - w])]
    insort(window, values[i])
print(min(medians), max(medians), sum(medians) / len(medians))
