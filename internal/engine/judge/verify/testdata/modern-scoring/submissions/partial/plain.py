print(int(input()) * {{factor}})
