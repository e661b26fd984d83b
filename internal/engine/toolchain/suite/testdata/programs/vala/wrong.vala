void main () { print ("something else\n"); }
