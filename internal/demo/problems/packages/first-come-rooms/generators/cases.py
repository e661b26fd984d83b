import random

points = {"short": 40, "touching": 20, "year": 40}
samples = [
    "5\n5 15\n15 20\n10 25\n19 40\n20 25\n",
    "3\n0 1000000000\n0 1\n999999999 1000000000\n",
]


def requests(rng, n, span, longest):
    lines = [str(n)]
    for _ in range(n):
        length = rng.randint(1, longest)
        begin = rng.randint(0, span - length)
        lines.append(f"{begin} {begin + length}")
    return "\n".join(lines) + "\n"


def grid(rng, n, step, slots):
    lines = [str(n)]
    for _ in range(n):
        first = rng.randint(0, slots - 1)
        lines.append(f"{first * step} {(first + rng.choice([1, 1, 1, 2, 3])) * step}")
    return "\n".join(lines) + "\n"


def ascending(n, step):
    return f"{n}\n" + "".join(f"{i * step} {i * step + step}\n" for i in range(n))


def cases():
    rng = random.Random(606)
    yield "short", "1", "1\n0 1\n"
    for i, (span, longest) in enumerate([(100, 10), (2000, 50), (10**9, 10**7), (10**9, 10**9)], 2):
        yield "short", str(i), requests(rng, 500, span, longest)
    for i, (step, slots) in enumerate([(1, 200), (7, 400), (1440, 1000)], 1):
        yield "touching", str(i), grid(rng, 500, step, slots)
    yield "year", "1", ascending(7000, 20)
    yield "year", "2", requests(rng, 5000, 10**9, 60000)
    yield "year", "3", grid(rng, 5000, 15, 7000)
