(let loop ((keep '())) (loop (cons (make-vector 131072 1) keep)))
