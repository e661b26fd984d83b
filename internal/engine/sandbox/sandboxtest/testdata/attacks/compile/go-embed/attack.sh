export HOME=/tmp GOCACHE=/tmp/go GOFLAGS=-mod=mod GOTOOLCHAIN=local

go mod init a 2>/dev/null
ln -s $PLANTED/txt s
for f in mine/txt $PLANTED/txt ..$PLANTED/txt s; do
  printf 'package main\nimport _ "embed"\n//go:embed %s\nvar x string\nfunc main() { print(x) }\n' "$f" > a.go
  # Which files are embedded is found before anything is compiled, as a build finds it. What is not refused here is built.
  found=$(go list -f '{{.EmbedFiles}}' . 2>/dev/null) && echo "found $found" || continue
  case $f in mine/txt) ;; *) go build -o a . && ./a && echo reached $f ;; esac
done
echo done
