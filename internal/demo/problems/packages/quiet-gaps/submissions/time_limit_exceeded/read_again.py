# Reads the whole log again for every visitor.
n, gap = map(int, input().split())
log = [input() for _ in range(n)]
names = sorted({line.split()[1] for line in log})
for name in names:
    sessions, longest, first, last = 0, 0, 0, None
    for line in log:
        time, who = line.split()
        if who != name:
            continue
        if last is None or int(time) - last > gap:
            sessions += 1
            first = int(time)
        last = int(time)
        longest = max(longest, last - first)
    print(name, sessions, longest)
