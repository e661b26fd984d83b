import random

points = {"forward": 30, "any": 30, "large": 40}
samples = [
    "4 3\n3 5 4 6\n1 3\n2 3\n1 4\n",
    "5 4\n1 9 2 2 2\n1 3\n3 4\n4 3\n2 5\n",
    "3 1\n5 1 4\n1 2\n",
]


def jobs(rng, n, m, durations, reach, circle=False, shuffled=True):
    names = list(range(1, n + 1))
    if shuffled:
        rng.shuffle(names)
    edges = []
    for _ in range(m if n > 1 else 0):
        x = rng.randint(0, n - 2)
        edges.append((x, min(n - 1, x + rng.randint(1, reach))))
    if circle:
        x = rng.randint(0, n // 2)
        y = min(n - 1, x + reach)
        edges += [(i, i + 1) for i in range(x, y)] + [(y, x)]
        rng.shuffle(edges)
    lines = [f"{n} {len(edges)}", " ".join(str(rng.randint(1, durations)) for _ in range(n))]
    lines += [f"{names[x]} {names[y]}" for x, y in edges]
    return "\n".join(lines) + "\n"


def chain(n, back):
    lines = [f"{n} {n - 1}", " ".join(["1000"] * n)]
    pairs = [(i, i + 1) for i in range(1, n)]
    lines += [f"{y} {x}" if back else f"{x} {y}" for x, y in pairs]
    return "\n".join(lines) + "\n"


def ladder(rng, steps):
    """Two ways between any two steps: the number of paths doubles with each."""
    edges = []
    for i in range(steps):
        a = 3 * i + 1
        edges += [(a, a + 1), (a, a + 2), (a + 1, a + 3), (a + 2, a + 3)]
    n = 3 * steps + 1
    rng.shuffle(edges)
    return f"{n} {len(edges)}\n" + " ".join(["7"] * n) + "\n" + "".join(f"{x} {y}\n" for x, y in edges)


def cases():
    rng = random.Random(707)
    yield "forward", "1", "1 0\n5\n"
    for i, (m, reach) in enumerate([(0, 1), (150, 5), (400, 60), (300, 2)], 2):
        yield "forward", str(i), jobs(rng, 200, m, 3, reach, shuffled=False)
    for i, (m, reach, circle) in enumerate([(300, 4, False), (600, 50, False), (300, 9, True), (199, 1, False), (250, 100, True)], 1):
        yield "any", str(i), jobs(rng, 200, m, 2, reach, circle)
    yield "large", "1", chain(3000, back=False)
    yield "large", "2", chain(3000, back=True)
    yield "large", "3", ladder(rng, 1500)
    yield "large", "4", jobs(rng, 5000, 8000, 10**6, 40)
    yield "large", "5", jobs(rng, 2000, 5000, 10, 700, circle=True)
