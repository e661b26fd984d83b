export HOME=/tmp GOCACHE=/tmp/go GOFLAGS=-mod=mod GOTOOLCHAIN=local

go mod init a 2>/dev/null
ln -s $PLANTED/txt s
for f in mine/txt $PLANTED/txt ..$PLANTED/txt s; do
  printf 'package main\nimport _ "embed"\n//go:embed %s\nvar x string\nfunc main() { print(x) }\n' "$f" > a.go
  go build -o a . 2>/dev/null && ./a && echo reached $f
done
echo done
