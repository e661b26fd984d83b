(let ((keep '())) (loop (push (make-array 131072 :initial-element 1) keep)))
