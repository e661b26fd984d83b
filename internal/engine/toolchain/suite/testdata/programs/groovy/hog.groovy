def keep = []
while (true) keep << new byte[1 << 20]
