# Counts the window anew for every request, over the requests of everybody.
n, limit, window = map(int, input().split())
through = []
gate = ""
for _ in range(n):
    time, client = map(int, input().split())
    if sum(1 for t, who in through if who == client and t > time - window) < limit:
        through.append((time, client))
        gate += "+"
    else:
        gate += "-"
print(gate)
print(gate.count("+"))
