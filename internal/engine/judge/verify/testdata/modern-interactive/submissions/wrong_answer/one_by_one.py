guess = 500
print(guess, flush=True)
while input() != 'correct':
    guess = guess % 1000 + 1
    print(guess, flush=True)
