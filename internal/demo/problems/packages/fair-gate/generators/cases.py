import random

points = {"one": 25, "many": 35, "rush": 40}
samples = [
    "5 2 10\n0 7\n4 7\n9 7\n10 7\n10 7\n",
    "6 1 100\n0 1\n0 2\n99 1\n100 1\n100 2\n150 3\n",
]


def traffic(rng, n, limit, window, clients, steps):
    t, lines = 0, [f"{n} {limit} {window}"]
    for _ in range(n):
        t += rng.choice(steps)
        lines.append(f"{t} {rng.randint(1, clients)}")
    return "\n".join(lines) + "\n"


def cases():
    rng = random.Random(303)
    yield "one", "1", "1 1 1\n0 1\n"
    for i, (limit, window) in enumerate([(1, 10), (3, 10), (5, 50), (40, 100), (1000, 7)], 2):
        yield "one", str(i), traffic(rng, 1000, limit, window, 1, [0, 1, 2, 3, 9])
    for i, (limit, window) in enumerate([(1, 20), (2, 30), (3, 100), (10, 400), (2, 10**9)], 1):
        yield "many", str(i), traffic(rng, 1000, limit, window, 12, [0, 1, 2, 10])
    yield "rush", "1", traffic(rng, 16000, 7000, 10**6, 1, [0, 1])
    yield "rush", "2", traffic(rng, 10000, 3000, 15000, 2, [0, 1])
    yield "rush", "3", traffic(rng, 5000, 3, 2000, 500, [0, 1, 2])
