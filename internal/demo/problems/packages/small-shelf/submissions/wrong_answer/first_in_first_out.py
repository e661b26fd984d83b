# A hit does not count as a use.
n, capacity = map(int, input().split())
shelf, load, carried, gets = {}, 0, 0, ""
for _ in range(n):
    event = input().split()
    k = int(event[1])
    if event[0] == "G":
        gets += "H" if k in shelf else "M"
        continue
    w = int(event[2])
    old = shelf.pop(k, None)
    load -= old or 0
    if w > capacity:
        carried += old is not None
        continue
    shelf[k] = w
    load += w
    while load > capacity:
        oldest = next(iter(shelf))
        load -= shelf.pop(oldest)
        carried += 1
print(gets or "none")
print(carried)
print(*list(reversed(shelf))[:3] or ["empty"])
