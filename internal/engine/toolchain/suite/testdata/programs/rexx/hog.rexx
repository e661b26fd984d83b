/* hog */
i = 0
do forever
  i = i + 1
  keep.i = copies('x', 1048576)
end
