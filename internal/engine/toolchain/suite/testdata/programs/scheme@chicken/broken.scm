(display (car '(1))
