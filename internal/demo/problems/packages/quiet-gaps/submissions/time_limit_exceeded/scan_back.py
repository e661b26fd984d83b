# Looks for the visitor's last event by walking back through the log.
n, gap = map(int, input().split())
log = [input().split() for _ in range(n)]
times = [int(t) for t, _ in log]
names = sorted({name for _, name in log})
for name in names:
    sessions, longest, first, last = 0, 0, 0, None
    for i in range(n):
        if log[i][1] != name:
            continue
        if last is None or times[i] - last > gap:
            sessions += 1
            first = times[i]
        last = times[i]
        longest = max(longest, last - first)
    print(name, sessions, longest)
