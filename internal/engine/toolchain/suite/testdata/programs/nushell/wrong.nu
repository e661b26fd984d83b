print 'something else'
