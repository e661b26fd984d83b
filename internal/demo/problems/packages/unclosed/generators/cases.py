import random

points = {"round": 30, "mixed": 40, "long": 30}
samples = ["log(level=max(3,4))\n", "{hosts=[a,b,<c>\n", "max(a[1]]+(\n"]
PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">"}


def line(rng, n, kinds, closing, spoil):
    out, stack = ["x"], []
    while len(out) < n - 1:
        roll = rng.random()
        if roll < 0.3:
            out.append(rng.choice("abcxyz019=.,;"))
        elif stack and roll < 0.3 + closing:
            out.append(PAIRS[stack.pop()])
        else:
            stack.append(rng.choice(kinds))
            out.append(stack[-1])
    if spoil == "close":
        while stack:
            out.append(PAIRS[stack.pop()])
    if spoil == "wrong":
        at = rng.randint(n // 2, len(out) - 1)
        out[at] = rng.choice(")]}>" if len(kinds) > 1 else ")")
    return "".join(out) + "x\n"


def cases():
    rng = random.Random(202)
    fixed = [")\n", "(\n", "()\n", "plain text\n", "((a)\n", "a)b(\n"]
    for i, text in enumerate(fixed, 1):
        yield "round", str(i), text
    for i, spoil in enumerate(["close", "", "wrong"], 7):
        yield "round", str(i), line(rng, 60, "(", 0.35, spoil)
    yield "mixed", "01", "([)]\n"
    yield "mixed", "02", "a < b > c ] {\n"
    for i, spoil in enumerate(["close", "close", "", "", "wrong", "wrong"], 3):
        yield "mixed", f"{i:02}", line(rng, 900, "([{<", 0.34, spoil)
    yield "long", "1", "(" * 40000 + ")" * 40000 + "\n"
    yield "long", "2", "[" * 30000 + "x\n"
    yield "long", "3", line(rng, 30000, "([{<", 0.35, "")
    yield "long", "4", line(rng, 30000, "([{<", 0.36, "wrong")
