: again
s/.*/&&x/
b again
