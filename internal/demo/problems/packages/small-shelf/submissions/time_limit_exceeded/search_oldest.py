# Notes when each tool was used; at every event weighs the whole shelf and sorts it by age.
n, capacity = map(int, input().split())
weight, used, carried, gets = {}, {}, 0, ""
for now in range(n):
    event = input().split()
    k = int(event[1])
    order = sorted(used, key=lambda tool: used[tool])
    if event[0] == "G":
        gets += "H" if k in weight else "M"
        if k in weight:
            used[k] = now
        continue
    w = int(event[2])
    old = weight.pop(k, None)
    used.pop(k, None)
    if w > capacity:
        carried += old is not None
        continue
    weight[k], used[k] = w, now
    while sum(weight.values()) > capacity:
        oldest = next(tool for tool in order if tool in used and tool != k)
        weight.pop(oldest)
        used.pop(oldest)
        carried += 1
print(gets or "none")
print(carried)
print(*sorted(used, key=lambda tool: -used[tool])[:3] or ["empty"])
