BEGIN { print "something else" }
