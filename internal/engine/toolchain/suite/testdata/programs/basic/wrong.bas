print "something else"
