n = int(input())
print("third" if n % 3 else "Third", n / 3 if n % 3 else n // 3)
