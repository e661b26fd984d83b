# Counts each kind by itself and so misses brackets that cross.
text = input()
opened = {"(": 0, "[": 0, "{": 0, "<": 0}
kinds = dict(zip(")]}>", "([{<"))
order = []
for position, c in enumerate(text, 1):
    if c in opened:
        opened[c] += 1
        order.append(c)
    elif c in kinds:
        if opened[kinds[c]] == 0:
            print("error", position)
            break
        opened[kinds[c]] -= 1
        order.reverse()
        order.remove(kinds[c])
        order.reverse()
else:
    closing = dict(zip("([{<", ")]}>"))
    print("close " + "".join(closing[c] for c in reversed(order)) if order else "ok")
