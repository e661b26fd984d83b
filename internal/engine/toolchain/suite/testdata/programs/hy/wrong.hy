(print "something else")
