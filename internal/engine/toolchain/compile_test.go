package toolchain_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

func TestSourcesThatAreRefused(t *testing.T) {
	h := newHost(t, builtin())
	file := func(name, text string) toolchain.File { return toolchain.File{Name: name, Data: []byte(text)} }
	tests := map[string]struct {
		files []toolchain.File
		entry string
		code  string
	}{
		"no file":                 {nil, "", "source_missing"},
		"NUL bytes":               {source("echo \x00"), "", "source_binary"},
		"five megabytes":          {source(strings.Repeat("#", 5<<20)), "", "source_too_large"},
		"too many files":          {make([]toolchain.File, 201), "", "source_too_many_files"},
		"a name that climbs out":  {[]toolchain.File{file("../x.sh", "")}, "", "source_name_invalid"},
		"an absolute name":        {[]toolchain.File{file("/etc/x.sh", "")}, "", "source_name_invalid"},
		"a name like an option":   {[]toolchain.File{file("-x.sh", "")}, "", "source_name_invalid"},
		"a file of options":       {[]toolchain.File{file("@x.sh", "")}, "", "source_name_invalid"},
		"a name with a NUL":       {[]toolchain.File{file("a\x00.sh", "")}, "", "source_name_invalid"},
		"the compiler's folder":   {[]toolchain.File{file("out/x.sh", "")}, "", "source_name_invalid"},
		"two unnamed files":       {[]toolchain.File{file("", ""), file("", "")}, "", "source_name_invalid"},
		"two files of one name":   {[]toolchain.File{file("x.sh", ""), file("x.sh", "")}, "", "source_name_twice"},
		"another language's file": {[]toolchain.File{file("x.py", "")}, "", "source_extension"},
		"an entry that is absent": {[]toolchain.File{file("x.sh", "")}, "y.sh", "source_entry_missing"},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			_, _, err := h.tools.Compile(t.Context(), h.slot, toolchain.Request{Language: "bash", Files: c.files, Entry: c.entry})
			if e := errs.Of(err); err == nil || e.Code != c.code {
				t.Errorf("got %v, want %s", err, c.code)
			}
		})
	}
}

func TestProgramsOfSeveralFiles(t *testing.T) {
	h := newHost(t, builtin())
	tests := map[string]map[string]string{
		"c":          {"zero.c": "#include \"sum.h\"\n#include <stdio.h>\nint main(void){printf(\"%d\\n\", sum(40, 2));}", "sum.c": "int sum(int a,int b){return a+b;}", "sum.h": "int sum(int a,int b);"},
		"go":         {"main.go": "package main\nimport \"fmt\"\nfunc main() { fmt.Println(sum(40, 2)) }", "sum.go": "package main\nfunc sum[T int|float64](a, b T) T { return a + b }"},
		"java":       {"app/Sum.java": "package app; public class Sum { public static int of(int a, int b) { return a + b; } }", "Start.java": "public class Start { public static void main(String[] a) { System.out.println(app.Sum.of(40, 2)); } }"},
		"javascript": {"main.js": "console.log(require('./lib/sum')(40, 2))", "lib/sum.js": "module.exports = (a, b) => a + b"},
		"typescript": {"main.ts": "import { sum } from './lib/sum'; const a: number = 40; console.log(sum(a, 2))", "lib/sum.ts": "export const sum = (a: number, b: number): number => a + b"},
		"python":     {"main.py": "from lib.sum import sum2\nprint(sum2(40, 2))", "lib/sum.py": "def sum2(a, b): return a + b"},
		"rust":       {"main.rs": "mod sum;\nfn main() { println!(\"{}\", sum::of(40, 2)); }", "sum.rs": "pub fn of(a: i32, b: i32) -> i32 { a + b }"},
		"ruby":       {"main.rb": "require_relative 'sum'\nputs sum(40, 2)", "sum.rb": "def sum(a, b) = a + b"},
	}
	for id, sources := range tests {
		t.Run(id, func(t *testing.T) {
			if _, err := h.tools.Table().Get(id); err != nil {
				t.Skipf("SKIPPED, %v", err)
			}
			var files []toolchain.File
			for name, text := range sources {
				files = append(files, toolchain.File{Name: name, Data: []byte(text)})
			}
			a, c := h.compile(t, toolchain.Request{Language: id, Files: files})
			if !c.OK {
				t.Fatalf("%s\n%s", c.Detail, c.Output)
			}
			if r, out, errOut := h.run(t, a, ""); r.Status != sandbox.OK || out != "42\n" {
				t.Errorf("%+v\n%q\n%q", r, out, errOut)
			}
		})
	}
}

func TestModulesAndRequireBothWork(t *testing.T) {
	h := newHost(t, builtin())
	tests := map[string]struct{ language, source string }{
		"a JavaScript module":              {"javascript", "import { readFileSync } from 'fs';\nconst x = await Promise.resolve(readFileSync(0, 'utf8'));\nconsole.log(x.trim());\n"},
		"a JavaScript script":              {"javascript", "const fs = require('fs');\nconsole.log(fs.readFileSync('/dev/stdin', 'utf8').trim());\n"},
		"TypeScript that imports":          {"typescript", "import * as fs from 'fs';\nconst x: string = await Promise.resolve(fs.readFileSync(0, 'utf8'));\nconsole.log(x.trim());\n"},
		"TypeScript that requires":         {"typescript", "declare function require(name: string): any;\nconst fs = require('fs');\nconsole.log(fs.readFileSync(0, 'utf8').trim());\n"},
		"TypeScript with enums and types":  {"typescript", "import fs = require('fs');\nenum Color { Red = 'red' }\ninterface Box<T> { value: T }\nconst b: Box<Color> = { value: Color.Red };\nconsole.log(b.value === 'red' ? fs.readFileSync(0, 'utf8').trim() : '');\n"},
		"a Java record and a text block":   {"java", "import java.util.*;\nrecord P(int x) {}\npublic class Solution {\n    public static void main(String[] a) { System.out.println(new Scanner(System.in).next()); }\n}\n"},
		"deep recursion in C++":            {"cpp", "#include <bits/stdc++.h>\nint f(int n){volatile char pad[64]={1};return n?f(n-1)+pad[0]:0;}\nint main(){std::string s;std::cin>>s;if(f(1000000)==1000000)std::cout<<s<<\"\\n\";}\n"},
		"deep recursion in Java":           {"java", "class Main {\n    static int f(int n) { return n == 0 ? 0 : f(n - 1) + 1; }\n    public static void main(String[] a) { if (f(200000) == 200000) System.out.println(new java.util.Scanner(System.in).next()); }\n}\n"},
		"deep recursion in JavaScript":     {"javascript", "const f = (n) => (n ? f(n - 1) + 1 : 0);\nif (f(100000) === 100000) console.log(require('fs').readFileSync(0, 'utf8').trim());\n"},
		"threads in C++":                   {"cpp", "#include <bits/stdc++.h>\nint main(){std::string s;std::thread t([&]{std::cin>>s;});t.join();std::cout<<s<<\"\\n\";}\n"},
		"goroutines and ranges over funcs": {"go", "package main\nimport (\"fmt\"; \"iter\")\nfunc one() iter.Seq[int] { return func(y func(int) bool) { y(1) } }\nfunc main() { c := make(chan string); go func() { var s string; fmt.Scan(&s); c <- s }(); for range one() { fmt.Println(<-c) } }\n"},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := h.tools.Table().Get(c.language); err != nil {
				t.Skipf("SKIPPED, %v", err)
			}
			a, result := h.compile(t, toolchain.Request{Language: c.language, Files: source(c.source)})
			if !result.OK {
				t.Fatalf("%s\n%s", result.Detail, result.Output)
			}
			if r, out, errOut := h.run(t, a, "word\n"); r.Status != sandbox.OK || out != "word\n" {
				t.Errorf("%+v\n%q\n%.2000s", r, out, errOut)
			}
		})
	}
}

func TestCompiledProgramsAreReusedWithinAScopeOnly(t *testing.T) {
	h := newHost(t, builtin())
	request := func(scope, text string) toolchain.Request {
		return toolchain.Request{Language: "bash", Files: source(text), Scope: scope}
	}
	cached := func(scope, text string) bool {
		_, c := h.compile(t, request(scope, text))
		return c.Cached
	}
	if cached("ada", "echo 1") || !cached("ada", "echo 1") {
		t.Error("the same program of the same candidate is not reused")
	}
	if cached("ada", "echo 2") {
		t.Error("another program counts as the same")
	}
	if cached("bob", "echo 1") {
		t.Error("a candidate is served another one's program: its speed tells what they wrote")
	}
	for range 2 {
		if cached("", "echo 1") {
			t.Error("programs without a scope are reused")
		}
	}
}

func TestTheCacheStaysBoundedAndKeepsWhatIsInUse(t *testing.T) {
	dir := t.TempDir()
	h := newHost(t, builtin())
	tools, err := toolchain.New(toolchain.Config{Dir: dir, CacheBytes: 64 << 10}, h.tools.Table())
	if err != nil {
		t.Fatal(err)
	}
	h.tools = tools
	text := "cat <<'end'\n" + strings.Repeat("x", 10<<10) + "\nend\n"
	held, _ := h.compile(t, toolchain.Request{Language: "bash", Files: source(text), Scope: "held"})
	for i := range 20 {
		a, c, err := tools.Compile(t.Context(), h.slot, toolchain.Request{Language: "bash", Files: source(text + strings.Repeat("#", i)), Scope: "many"})
		if err != nil || !c.OK {
			t.Fatal(err, c)
		}
		a.Release()
	}
	if size := folderBytes(t, dir); size > 64<<10 {
		t.Errorf("the cache holds %d bytes, more than its bound", size)
	}
	if r, out, _ := h.run(t, held, ""); r.Status != sandbox.OK || len(out) < 10<<10 {
		t.Errorf("a program in use was dropped: %+v", r)
	}
	if err := tools.Close(); err != nil {
		t.Error(err)
	}
	if size := folderBytes(t, dir); size != 0 {
		t.Errorf("%d bytes of programs are left after Close", size)
	}
}

func folderBytes(t *testing.T, dir string) int64 {
	t.Helper()
	var size int64
	err := filepath.Walk(dir, func(_ string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().IsRegular() {
			size += info.Size()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return size
}

// Compilers are untrusted work: each of these ends as a failed compilation, soon and without harm.
func TestAttacksOnCompilersFail(t *testing.T) {
	h := newHost(t, builtin())
	secret := filepath.Join(t.TempDir(), "secret.h")
	if err := os.WriteFile(secret, []byte("very-secret-word\n"), 0o644); err != nil { //nolint:gosec // readable on purpose
		t.Fatal(err)
	}
	tests := map[string]struct{ language, source string }{
		"include a device without end": {"c", "#include \"/dev/zero\"\nint main(void){}\n"},
		"include the shadow file":      {"c", "#include \"/etc/shadow\"\nint main(void){}\n"},
		"include a host file":          {"c", "#include \"" + secret + "\"\nint main(void){}\n"},
		"incbin a host file":           {"c", "__asm__(\".incbin \\\"" + secret + "\\\"\");\nint main(void){}\n"},
		"include oneself without end":  {"c", "#include __FILE__\n#include __FILE__\nint main(void){}\n"},
		"templates without end":        {"cpp", "template<int N> struct A { typename A<N+1>::T t; typename A<N+2>::T u; };\nA<0> a;\nint main(){}\n"},
		"constants that take for ever": {"cpp", "constexpr int f(int n){int s=0;for(int i=0;i<n;i++)for(int k=0;k<n;k++)s^=i*k;return s;}\nstatic_assert(f(30000)==1);\nint main(){}\n"},
		"a program of gigabytes":       {"c", "char big[1L<<31] = {1};\nint main(void){return big[0];}\n"},
		"cgo":                          {"go", "package main\n// #include <stdlib.h>\nimport \"C\"\nfunc main() { C.abort() }\n"},
		"a module of the internet":     {"go", "package main\nimport _ \"github.com/google/uuid\"\nfunc main() {}\n"},
		"include_str of a host file":   {"rust", "fn main() { println!(include_str!(\"" + secret + "\")); }\n"},
		"bundle a host file":           {"typescript", "import text from '" + secret + "';\nconsole.log(text);\n"},
		"types that grow without end":  {"rust", "fn f<T>(n: u32, t: T) { if n > 0 { f(n, (t, 1)) } }\nfn main() { f(9, 0) }\n"},
		"macros that double":           {"c", doubling()},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := h.tools.Table().Get(c.language); err != nil {
				t.Skipf("SKIPPED, %v", err)
			}
			r := toolchain.Request{Language: c.language, Files: source(c.source)}
			if name == "constants that take for ever" || name == "macros that double" || name == "templates without end" {
				// Each keeps a compiler busy for a quarter of a minute; that the toolchain's own limits end one the endless device shows.
				r.Limits.CPUTime = 2 * time.Second
			}
			a, result, err := h.tools.Compile(t.Context(), h.slot, r)
			if err != nil {
				t.Fatal(err)
			}
			if result.OK {
				a.Release()
				t.Errorf("it compiles: %+v", result)
			}
			if strings.Contains(result.Output, "very-secret-word") || strings.Contains(result.Output, "root:") {
				t.Errorf("the compiler read it aloud: %s", result.Output)
			}
			t.Logf("%s after %v: %s", result.Status, result.CPUTime, result.Detail)
		})
	}
}

func doubling() string {
	s := "#define L0_0 1,\n"
	for i := range 30 {
		s += strings.NewReplacer("N", fmt.Sprint("L", i+1, "_"), "P", fmt.Sprint("L", i, "_")).Replace("#define N0 P0 P0\n")
	}
	return s + "int x[] = {" + fmt.Sprint("L", 30, "_") + "0};\nint main(void){return missing;}\n"
}
