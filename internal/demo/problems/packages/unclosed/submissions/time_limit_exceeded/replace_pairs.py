# Removes one innermost pair after the other and searches from the beginning again.
import re

text = input()
rest = [(i, c) for i, c in enumerate(text, 1) if c in "()[]{}<>"]
changed = True
while changed:
    changed = False
    for k in range(len(rest) - 1):
        if rest[k][1] + rest[k + 1][1] in ("()", "[]", "{}", "<>"):
            rest = rest[:k] + rest[k + 2:]
            changed = True
            break
wrong = re.search(r"[)\]}>]", "".join(c for _, c in rest))
if wrong:
    print("error", rest[wrong.start()][0])
elif rest:
    print("close", "".join(dict(zip("([{<", ")]}>"))[c] for _, c in reversed(rest)))
else:
    print("ok")
