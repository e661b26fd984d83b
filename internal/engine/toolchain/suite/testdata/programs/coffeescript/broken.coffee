f = (x -> x
