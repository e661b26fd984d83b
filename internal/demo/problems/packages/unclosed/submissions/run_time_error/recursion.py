# Descends one call for each open bracket.
PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">"}
text = input()


def read(i, wanted):
    while i < len(text):
        c = text[i]
        if c in PAIRS:
            i = read(i + 1, PAIRS[c])
        elif c in ")]}>":
            if c != wanted:
                print("error", i + 1)
                raise SystemExit
            return i + 1
        else:
            i += 1
    if wanted:
        suffix.append(wanted)
    return i


suffix = []
read(0, "")
print("close " + "".join(suffix) if suffix else "ok")
