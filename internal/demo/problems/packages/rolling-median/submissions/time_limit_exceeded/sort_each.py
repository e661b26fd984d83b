# Sorts every window from scratch.
n, w = map(int, input().split())
values = list(map(int, input().split()))
medians = []
for i in range(n - w + 1):
    window = sorted(values[i:i + w])
    medians.append((window[w // 2] + window[(w - 1) // 2]) / 2)
print(min(medians), max(medians), sum(medians) / len(medians))
