def out = new StringBuilder()
System.in.eachLine('UTF-8') { out << it << '\n' }
print out
