program wrong
  print '(A)', 'something else'
end program wrong
