print(max([0] + list(map(int, input().split()))))
