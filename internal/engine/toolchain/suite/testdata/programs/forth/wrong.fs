.( something else) cr
