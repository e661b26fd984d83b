export HOME=/tmp GOCACHE=/tmp/go GOFLAGS=-mod=mod GOTOOLCHAIN=local

cat > a.go <<'END'
package main
// #cgo CFLAGS: -fplugin=./p.so
// #cgo LDFLAGS: -Wl,-T,/etc/shadow
import "C"
func main() { println("ESCAPED built") }
END
go mod init a 2>/dev/null
# This has cgo run as a build has, before it compiles the standard library.
CGO_ENABLED=1 go list -compiled . > log 2>&1 && go build -o a . && ./a
grep -q 'invalid flag' log && echo flags refused
echo done
