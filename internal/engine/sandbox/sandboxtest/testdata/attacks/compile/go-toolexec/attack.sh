export HOME=/tmp GOCACHE=/tmp/go GOFLAGS=-mod=mod GOTOOLCHAIN=local

printf '#!/bin/sh\ncat /etc/shadow && echo ESCAPED\necho the tool is inside >> /w/log\nexit 1\n' > t.sh
chmod +x t.sh
echo 'package main; func main() { }' > a.go
go build -toolexec /w/t.sh -o a a.go 2>/dev/null
grep -m1 inside log
echo done
