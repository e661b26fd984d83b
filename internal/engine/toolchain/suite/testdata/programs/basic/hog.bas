dim keep$(100000)
a$ = "x"
for i = 1 to 20
    a$ = a$ + a$
next i
for i = 1 to 100000
    keep$(i) = a$ + str$(i)
next i
