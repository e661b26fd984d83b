what, word = input().split()
by = 1 if what == "encode" else -1
print("".join(chr((ord(c) - 97 + by) % 26 + 97) for c in word))
