# Begins a new session after a pause of exactly g.
n, gap = map(int, input().split())
visitors = {}
for _ in range(n):
    time, name = input().split()
    time = int(time)
    v = visitors.setdefault(name, [0, 0, 0, -10**10])
    if time - v[3] >= gap:
        v[0] += 1
        v[2] = time
    v[3] = time
    v[1] = max(v[1], time - v[2])
for name in sorted(visitors):
    print(name, visitors[name][0], visitors[name][1])
