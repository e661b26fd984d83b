(import sys)
(for [line sys.stdin] (print line :end ""))
