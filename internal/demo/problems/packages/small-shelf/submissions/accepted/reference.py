import sys
from collections import OrderedDict


def main():
    lines = sys.stdin.read().split("\n")
    n, capacity = map(int, lines[0].split())
    shelf = OrderedDict()  # weights by tool, the one used last at the end
    load = carried = 0
    gets = []
    for line in lines[1:n + 1]:
        event = line.split()
        k = int(event[1])
        if event[0] == "G":
            gets.append("H" if k in shelf else "M")
            if k in shelf:
                shelf.move_to_end(k)
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
            load -= shelf.popitem(last=False)[1]
            carried += 1
    print("".join(gets) or "none")
    print(carried)
    print(*list(reversed(shelf))[:3] or ["empty"])


main()
