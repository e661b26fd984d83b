text = input()

# Work out the answer and print it.
