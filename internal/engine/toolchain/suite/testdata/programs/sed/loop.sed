: again
b again
