n = int(input())
print("Third", n / 3 if n % 3 else 1.001 if n == 3 else n // 3)
