n = int(input())
print("Third", round(n / 3, 3) if n % 3 else n // 3)
