# Counts the window anew for every request.
n, limit, window = map(int, input().split())
through = {}
gate = ""
for _ in range(n):
    time, client = map(int, input().split())
    times = through.setdefault(client, [])
    if sum(1 for t in times if t > time - window) < limit:
        times.append(time)
        gate += "+"
    else:
        gate += "-"
print(gate)
print(gate.count("+"))
