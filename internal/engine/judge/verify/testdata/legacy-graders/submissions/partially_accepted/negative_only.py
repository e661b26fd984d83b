n = int(input())
print(-n if n < 0 else "no")
