PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">"}


def answer(text):
    missing = []
    for position, c in enumerate(text, 1):
        if c in PAIRS:
            missing.append(PAIRS[c])
        elif c in ")]}>":
            if not missing or missing.pop() != c:
                return f"error {position}"
    if missing:
        return "close " + "".join(reversed(missing))
    return "ok"


print(answer(input()))
