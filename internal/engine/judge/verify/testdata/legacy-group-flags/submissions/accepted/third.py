n = int(input())
print("Third", n / 3 if n % 3 else n // 3)
