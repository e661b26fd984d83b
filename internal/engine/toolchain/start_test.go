package toolchain_test

import (
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/test/form"
)

const javaMain = "public static void main(String[] args) { System.out.println(42); }"

// started are programs whose beginning patterns over their text do not find. All print 42.
var started = map[string]struct {
	language string
	files    map[string]string // the name "" is a single source without one
	entry    string
}{
	"a class with a public enum before main":     {"java", one("class Solution {\n    public enum Color { RED }\n    " + javaMain + "\n}\n"), ""},
	"final before public":                        {"java", one("final public class F { " + javaMain + " }\n"), ""},
	"a package in a single file":                 {"java", one("package a;\npublic class Main { " + javaMain + " }\n"), ""},
	"a package of some depth":                    {"java", one("package a.b.c;\nclass X { " + javaMain + " }\n"), ""},
	"main in the second class":                   {"java", one("class Node{} class App{ " + javaMain + " }\n"), ""},
	"an import on the line of the class":         {"java", one("import java.util.*; public class Solve { " + javaMain + " }\n"), ""},
	"a dollar in the name":                       {"java", one("class My$App { " + javaMain + " }\n"), ""},
	"a public dollar":                            {"java", one("public class My$App { " + javaMain + " }\n"), ""},
	"a name that is not of ASCII":                {"java", one("public class Größe日本 { " + javaMain + " }\n"), ""},
	"a class named in a comment":                 {"java", one("/*\npublic class Other {\n*/\n// public class Another\nclass Real { " + javaMain + " }\n"), ""},
	"a class named in a string":                  {"java", one("class Real { static String s = \"\"\"\n    public class Other {\n    \"\"\"; " + javaMain + " }\n"), ""},
	"main in a comment of the first class":       {"java", one("class A { /* " + javaMain + " */ }\nclass B { " + javaMain + " }\n"), ""},
	"a record with main":                         {"java", one("public record Point(int x, int y) { " + javaMain + " }\n"), ""},
	"an enum with main":                          {"java", one("public enum Light { ON, OFF; " + javaMain + " }\n"), ""},
	"an interface with main":                     {"java", one("public interface Runs { static void main(String... a) { System.out.println(42); } }\n"), ""},
	"main only in a nested class":                {"java", one("class Outer { static class Inner { " + javaMain + " } }\n"), ""},
	"main in a class and in its nested one":      {"java", one("class Outer { static class Inner { public static void main(String[] a) {} } " + javaMain + " }\n"), ""},
	"the public class of two with main":          {"java", one("class A { public static void main(String[] a) {} }\npublic class B { " + javaMain + " }\n"), ""},
	"the first class of two with main":           {"java", one("class B { " + javaMain + " }\nclass A { public static void main(String[] a) {} }\n"), ""},
	"main with strange white space":              {"java", one("class\nA\n{ static\tpublic\n void\nmain\n(String\n...\na) { System.out.println(42); } }\n"), ""},
	"main written with escapes":                  {"java", one("class A { public static void m\\u0061in(String[] a) { System.out.println(42); } }\n"), ""},
	"main that is not one before one":            {"java", one("class A { static void main(String[] a) {} static int main() { return 1; } }\nclass Z { " + javaMain + " }\n"), ""},
	"an inherited main":                          {"java", one("class Base { " + javaMain + " }\npublic class Main extends Base {}\n"), ""},
	"a file of another name than its class":      {"java", map[string]string{"Main.java": "public class Solution { " + javaMain + " }\n"}, ""},
	"several files and folders":                  {"java", map[string]string{"x/Util.java": "package x; public class Util { public static int n() { return 42; } }", "y/Go.java": "package y; public class Go { public static void main(String[] a) { System.out.println(x.Util.n()); } }"}, ""},
	"the wanted one of two with main":            {"java", map[string]string{"A.java": "class A { public static void main(String[] a) {} }", "B.java": "class B { " + javaMain + " }"}, "B.java"},
	"require beside export in a template":        {"javascript", one("const fs = require('fs');\nconst text = `\nexport A=1\nimport x from 'y'\n`;\nif (text && fs) console.log(42);\n"), ""},
	"an import after a comment on its line":      {"javascript", one("/* first */ import { readFileSync } from 'fs'; if (readFileSync) console.log(42);\n"), ""},
	"an import that is only await":               {"javascript", one("const n = await Promise.resolve(42);\nconsole.log(n);\n"), ""},
	"import.meta":                                {"javascript", one("if (import.meta.url) console.log(42);\n"), ""},
	"a dynamic import in a script":               {"javascript", one("const me = require.main === module;\nimport('fs').then((fs) => { if (me && fs.readFileSync) console.log(42); });\n"), ""},
	"a sloppy script":                            {"javascript", one("var let_ = 010 + 34;\nundeclared = let_;\nwith ({}) console.log(undeclared);\n"), ""},
	"a module in a file of the usual name":       {"javascript", map[string]string{"main.js": "export const n = 42;\nconsole.log(n);\n"}, ""},
	"a file that says it is a module":            {"javascript", map[string]string{"a.mjs": "import './b.mjs';\n", "b.mjs": "console.log(42);\n"}, ""},
	"require.main in TypeScript":                 {"typescript", one("function main(): void { console.log(42); }\nif (require.main === module) {\n    main();\n}\n"), ""},
	"require.main beside an import":              {"typescript", one("import * as fs from 'fs';\nif (require.main === module && fs.readFileSync) console.log(42 as number);\n"), ""},
	"__dirname in TypeScript":                    {"typescript", one("const d: string = __dirname + __filename;\nif (d) console.log(42);\n"), ""},
	"await outside of functions in TypeScript":   {"typescript", one("const n: number = await Promise.resolve(42);\nconsole.log(n);\n"), ""},
	"await beside require in TypeScript":         {"typescript", one("const fs = require('fs');\nconst n: number = await Promise.resolve(42);\nif (fs.existsSync('/')) console.log(n);\n"), ""},
	"import.meta in TypeScript":                  {"typescript", one("if (import.meta.url.startsWith('file:')) console.log(42);\n"), ""},
	"TypeScript that writes about await":         {"typescript", one("const s: string = `\nawait x\nexport default 1\n✘ [ERROR] Top-level await is currently not supported with the \"cjs\"\n`;\nif (require.main === module && s) console.log(42);\n"), ""},
	"exports in TypeScript":                      {"typescript", one("export enum Kind { A = 42 }\nexport default class {}\nconsole.log(Kind.A);\n"), ""},
	"a main that is a comment in Rust":           {"rust", map[string]string{"a.rs": "// fn main( is elsewhere\n/*\nfn main() {}\n*/\npub fn n() -> i32 { 42 }\n", "start.rs": "mod a;\nfn main() { println!(\"{}\", a::n()); }\n"}, ""},
	"a main with attributes in Rust":             {"rust", map[string]string{"a.rs": "pub fn n() -> i32 { 42 }\nfn helper() { let _ = \"\nfn main() {\n\"; }\n", "b.rs": "#![allow(dead_code)]\nmod a;\n#[inline] pub fn main () { println!(\"{}\", a::n()); }\n"}, ""},
	"a Go file whose main is a comment":          {"go", map[string]string{"a.go": "package main\n/*\nfunc main() {\n*/\nfunc n() int { return 42 }\n", "b.go": "package main\nimport \"fmt\"\nfunc  main () { fmt.Println(n()) }\n"}, ""},
	"a C file whose main is a comment":           {"c", map[string]string{"a.c": "// int main() {\nint n(void) { return 42; }\n", "b.c": "#include <stdio.h>\nint n(void);\nint main(void) { printf(\"%d\\n\", n()); }\n"}, ""},
	"a Python file that is started":              {"python", map[string]string{"a.py": "\"\"\"\nif __name__ == '__main__':\n\"\"\"\nn = 42\n", "b.py": "import a\nif  '__main__' == __name__ :\n    print(a.n)\n"}, ""},
	"a Python file that is started, in a folder": {"python", map[string]string{"lib/a.py": "# __name__ == '__main__'\nn = 42\n", "z.py": "from lib.a import n\nif __name__ == \"__main__\": print(n)\n"}, ""},
	"a Ruby file that is started":                {"ruby", map[string]string{"a.rb": "# if __FILE__ == $0\nN = 42\n", "b.rb": "require_relative 'a'\nputs N if $PROGRAM_NAME == __FILE__\n"}, ""},
	"Kotlin in a package":                        {"kotlin", one("package a.b\nfun main() { println(42) }\n"), ""},
	"Kotlin's main in an object":                 {"kotlin", one("object App { @JvmStatic fun main(args: Array<String>) { println(42) } }\n"), ""},
	"Kotlin's main that may be suspended":        {"kotlin", one("suspend fun main() { println(42) }\n"), ""},
	"a Kotlin file whose main is a comment":      {"kotlin", map[string]string{"a.kt": "/*\nfun main() {}\n*/\nfun n() = 42\n", "b.kt": "fun main(args: Array<String>) { println(n()) }\n"}, ""},
	"a Scala object of any name":                 {"scala", one("object Answer { def main(args: Array[String]): Unit = println(42) }\n"), ""},
	"Scala's @main":                              {"scala", one("def n: Int = 42\n@main def hello(): Unit = println(n)\n"), ""},
	"a Scala App in a package":                   {"scala", one("package a.b\nobject Solution extends App { println(42) }\n"), ""},
	"a Scala file whose main is a comment":       {"scala", map[string]string{"a.scala": "// object Main\ndef n: Int = 42\n", "b.scala": "object Start { def main(args: Array[String]): Unit = println(n) }\n"}, ""},
	"a Groovy class with main":                   {"groovy", one("class Answer { static void main(String[] args) { println 42 } }\n"), ""},
	"a Groovy script beside a class":             {"groovy", map[string]string{"Lib.groovy": "class Lib { static int n() { 42 } }\n", "start.groovy": "println Lib.n()\n"}, ""},
	"a Haskell file whose main is a comment":     {"haskell", map[string]string{"Lib.hs": "module Lib where\n{-\nmain = print 1\n-}\nn :: Int\nn = 42\n", "Start.hs": "module Main (main) where\nimport Lib\nmain , other :: IO ()\nmain = print n\nother = main\n"}, ""},
	"an Ada procedure of any name":               {"ada", map[string]string{"lib.ads": "-- procedure Main is\npackage Lib is\n   N : constant String := \"42\";\nend Lib;\n", "start.adb": "with Ada.Text_IO; with Lib;\nprocedure Start is\nbegin\n   Ada.Text_IO.Put_Line (Lib.N);\nend Start;\n"}, ""},
	"a D file whose main is a comment":           {"d", map[string]string{"a.d": "module a;\n/*\nvoid main() {}\n*/\nint n() { return 42; }\n", "b.d": "module b;\nimport std.stdio, a;\nvoid\nmain ( ) { writeln(n()); }\n"}, ""},
	"a Pascal program beside a unit":             {"pascal", map[string]string{"lib.pas": "unit lib;\n{\nprogram nothing;\n}\ninterface\nfunction n: integer;\nimplementation\nfunction n: integer; begin n := 42 end;\nend.\n", "start.pas": "uses lib;\nbegin\n  writeln(n)\nend.\n"}, ""},
	"a Fortran program after its module":         {"fortran", map[string]string{"lib.f90": "! program nothing\nmodule lib\n  integer, parameter :: n = 42\nend module lib\n", "start.f90": "use lib\nprint '(I0)', n\nend\n"}, ""},
	"a Haxe class beside another":                {"haxe", map[string]string{"Lib.hx": "// static function main()\nclass Lib { public static var n = 42; }\n", "Start.hx": "class Start { public static inline final X = 0; public static\nfunction main() { Sys.println(Lib.n); } }\n"}, ""},
	"an Erlang module beside another":            {"erlang", map[string]string{"lib.erl": "-module(lib).\n-export([n/0]).\n%%\n'main'() -> no.\nn() -> 42.\n", "start.erl": "-module(start).\n-export([main/0]).\n 'main'() -> io:format(\"~p~n\", [lib:n()]).\n"}, ""},
	"a Pike program beside a module":             {"pike", map[string]string{"lib.pike": "/*\nint main() {}\n*/\nint n() { return 42; }\n", "start.pike": "void main() { write(\"%d\\n\", ((program) \"lib.pike\")()->n()); }\n"}, ""},
	"a Prolog program beside another file":       {"prolog", map[string]string{"lib.pl": "/*\nmain :- fail.\n*/\nn(42).\n", "start.pl": ":- consult(lib).\n  main :- n(N), writeln(N).\n"}, ""},
}

func one(text string) map[string]string { return map[string]string{"": text} }

// shortStarted are those of the short form: of each common language one, and of each way to look for a beginning.
var shortStarted = []string{
	"a class with a public enum before main", "main written with escapes", "several files and folders", "the wanted one of two with main",
	"require beside export in a template", "an import that is only await",
	"require.main in TypeScript", "await beside require in TypeScript", "TypeScript that writes about await",
	"a main that is a comment in Rust", "a Go file whose main is a comment", "a C file whose main is a comment",
	"a Python file that is started", "a Ruby file that is started",
}

func TestTheBeginningOfAProgramIsFoundByItsCompiler(t *testing.T) {
	h := newHost(t, builtin())
	for name, c := range started {
		t.Run(name, func(t *testing.T) {
			form.Part(t, name, shortStarted...)
			if _, err := h.tools.Table().Get(c.language); err != nil {
				t.Skipf("SKIPPED, %v", err)
			}
			r := toolchain.Request{Language: c.language, Entry: c.entry, Scope: t.Name()}
			for name, text := range c.files {
				r.Files = append(r.Files, toolchain.File{Name: name, Data: []byte(text)})
			}
			for range 2 { // the second one comes from the cache
				a, result := h.compile(t, r)
				if !result.OK {
					t.Fatalf("%s\n%s", result.Detail, result.Output)
				}
				if got, out, errOut := h.run(t, a, ""); got.Status != sandbox.OK || out != "42\n" || errOut != "" {
					t.Errorf("%+v\n%q\n%.2000s", got, out, errOut)
				}
			}
		})
	}
}

// What does not compile is told in the compiler's words, of the file as it was sent.
func TestWhatIsToldWhenNothingCanBeStarted(t *testing.T) {
	h := newHost(t, builtin())
	tests := map[string]struct {
		language string
		files    map[string]string
		says     string
	}{
		"Java without main":                  {"java", one("class A { void main(int x) {} }"), "no main method"},
		"two public classes in a file":       {"java", one("public class A {}\npublic class B {}\n"), "should be declared in a file named"},
		"Rust without main":                  {"rust", map[string]string{"a.rs": "pub fn n() {}", "b.rs": "pub fn m() {}"}, "E0601"},
		"a fault in the Rust file with main": {"rust", map[string]string{"a.rs": "pub fn n() {}", "b.rs": "fn main() { nothing_such(); }"}, "nothing_such"},
		"a fault in a JavaScript module":     {"javascript", one("import fs from 'fs';\nlet x = ;\n"), "main.js:2"},
		"a fault in a JavaScript script":     {"javascript", one("const fs = require('fs');\nlet y = );\n"), "main.js:2"},
		"a fault in a module that awaits":    {"typescript", one("const n = await 1;\nlet x: number = ;\n"), "main.ts:2"},
		"a fault in a renamed Java file":     {"java", one("public class Solution {\n  int x = \"\";\n}\n"), "Solution.java:2"},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := h.tools.Table().Get(c.language); err != nil {
				t.Skipf("SKIPPED, %v", err)
			}
			r := toolchain.Request{Language: c.language}
			for name, text := range c.files {
				r.Files = append(r.Files, toolchain.File{Name: name, Data: []byte(text)})
			}
			_, result := h.compile(t, r)
			if result.OK || !strings.Contains(result.Detail+"\n"+result.Output, c.says) {
				t.Errorf("want %q, got %t: %s\n%s", c.says, result.OK, result.Detail, result.Output)
			}
		})
	}
}
