(setv n 0)
(while True (setv n (% (+ n 1) 1000)))
