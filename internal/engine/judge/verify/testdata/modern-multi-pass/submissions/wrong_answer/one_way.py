print(input().split()[1][::-1] + 'x')
