"""Prints the first of the files that begins something when it is started: it compares __name__ with "__main__"."""
import ast
import sys


def starts(node):
    sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
    names = [s.id for s in sides if isinstance(s, ast.Name)]
    return names == ["__name__"] and any(getattr(s, "value", getattr(s, "s", None)) == "__main__" for s in sides if not isinstance(s, ast.Name))


for file in sys.argv[1:]:
    try:
        with open(file, "rb") as f:
            tree = ast.parse(f.read())
    except SyntaxError:
        continue
    if any(map(starts, ast.walk(tree))):
        print(file)
        break
