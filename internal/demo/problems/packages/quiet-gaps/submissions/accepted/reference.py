import sys


def main():
    lines = sys.stdin.read().split("\n")
    n, gap = map(int, lines[0].split())
    visitors = {}  # name: [sessions, longest, first and last event of the session]
    for line in lines[1:n + 1]:
        time, name = line.split()
        time = int(time)
        v = visitors.get(name)
        if v is None:
            visitors[name] = [1, 0, time, time]
            continue
        if time - v[3] > gap:
            v[0] += 1
            v[2] = time
        v[3] = time
        v[1] = max(v[1], time - v[2])
    for name in sorted(visitors):
        print(name, visitors[name][0], visitors[name][1])


main()
