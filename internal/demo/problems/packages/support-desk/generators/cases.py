import random

points = {"alone": 30, "team": 30, "peak": 40}
samples = [
    "4 1\n0 1 10\n2 1 5\n5 9 3\n6 4 4\n",
    "5 2\n0 5 4\n0 5 4\n4 1 2\n4 8 2\n4 8 1\n",
]


def tickets(rng, n, agents, steps, urgencies, minutes):
    t, lines = 0, [f"{n} {agents}"]
    for _ in range(n):
        t += rng.choice(steps)
        lines.append(f"{t} {rng.randint(1, urgencies)} {rng.randint(1, minutes)}")
    return "\n".join(lines) + "\n"


def cases():
    rng = random.Random(505)
    yield "alone", "1", "1 1\n7 1 1\n"
    for i in range(2, 6):
        yield "alone", str(i), tickets(rng, 500, 1, [0, 1, 5, 20], 5 ** (i - 1), 2 * i)
    for i in range(1, 6):
        yield "team", str(i), tickets(rng, 500, i * i + 1, [0, 0, 1, 3], 9, 10 * i * i)
    yield "peak", "1", tickets(rng, 5000, 3, [0, 1], 10**6, 9)
    yield "peak", "2", tickets(rng, 3000, 1200, [0, 1], 10**6, 100000)
    yield "peak", "3", tickets(rng, 4000, 50, [0, 30], 20, 1000)
    yield "peak", "4", tickets(rng, 5000, 1, [0, 100000], 10**6, 100000)
    yield "peak", "5", tickets(rng, 3000, 2, [0, 600000], 10**6, 100000)
