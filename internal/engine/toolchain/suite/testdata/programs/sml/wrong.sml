print "something else\n";
