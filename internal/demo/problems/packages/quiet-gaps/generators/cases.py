import random

points = {"small": 30, "edges": 30, "large": 40}
samples = [
    "6 20\n10 ana\n12 bo\n25 ana\n30 ana\n31 bo\n100 ana\n",
    "3 0\n5 kim\n5 kim\n6 kim\n",
]


def log(rng, n, g, users, steps):
    names = ["".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(rng.randint(2, 6))) for _ in range(users)]
    t, lines = 0, [f"{n} {g}"]
    for _ in range(n):
        t += rng.choice(steps)
        lines.append(f"{t} {rng.choice(names)}")
    return "\n".join(lines) + "\n"


def cases():
    rng = random.Random(101)
    yield "small", "1", "1 0\n0 a\n"
    for i in range(2, 6):
        yield "small", str(i), log(rng, rng.randint(20, 100), 50, 6, [0, 1, 7, 30, 90])
    for i, g in enumerate([0, 0, 1, 10, 1000], 1):
        yield "edges", str(i), log(rng, 300, g, 2, [g, g, g, g + 1, 0, max(g - 1, 0)])
    yield "large", "1", log(rng, 10000, 3000, 10000, [0, 1, 2])
    yield "large", "2", log(rng, 10000, 100, 300, [0, 1, 5])
    yield "large", "3", log(rng, 4000, 10**9, 3, [40000, 50000])
