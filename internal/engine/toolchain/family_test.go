package toolchain_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// What a solution never needs, asked for by compiled programs: each prints a word for what it is given.
const (
	cAsks = "#define _GNU_SOURCE\n#include <stdio.h>\n#include <sys/mman.h>\n#include <sys/socket.h>\nint main(void){int p[2];\n" +
		"printf(\"%s %s %s\\n\", socket(AF_UNIX, SOCK_STREAM, 0) < 0 ? \"no\" : \"socket\", socketpair(AF_UNIX, SOCK_STREAM, 0, p) < 0 ? \"no\" : \"pair\", memfd_create(\"x\", 0) < 0 ? \"no\" : \"file\");}\n"
	goAsks = "package main\nimport (\"fmt\"; \"syscall\")\nfunc said(err error, word string) string { if err != nil { return \"no\" }; return word }\n" +
		"func main() { _, a := syscall.Socket(1, 1, 0); _, b := syscall.Socketpair(1, 1, 0); _, _, c := syscall.Syscall(319, 0, 0, 0)\n" +
		"\tw := \"no\"; if c == 0 { w = \"file\" }; fmt.Println(said(a, \"socket\"), said(b, \"pair\"), w) }\n"
	rustAsks = "use std::os::unix::net::UnixDatagram;\nfn main() { let a = if UnixDatagram::unbound().is_ok() { \"socket\" } else { \"no\" };\n" +
		"let b = if UnixDatagram::pair().is_ok() { \"pair\" } else { \"no\" }; println!(\"{} {} no\", a, b); }\n"
	pythonAsks = "import socket\nsocket.socket(socket.AF_UNIX); socket.socketpair(); print('socket pair')\n"
)

// The back ends have the lists; this holds that the rows reach them.
func TestCompiledProgramsAreGivenLessOfTheKernelThanInterpreters(t *testing.T) {
	h := newHost(t, builtin())
	tests := map[string]struct{ source, want string }{
		"c": {cAsks, "no no no\n"}, "cpp": {cAsks, "no no no\n"}, "rust": {rustAsks, "no no no\n"}, "go": {goAsks, "no no no\n"},
		"python": {pythonAsks, "socket pair\n"},
	}
	for id, c := range tests {
		t.Run(id, func(t *testing.T) {
			if _, err := h.tools.Table().Get(id); err != nil {
				t.Skipf("SKIPPED, %v", err)
			}
			text := c.source
			if id == "cpp" { // the compiler defines it
				text = strings.TrimPrefix(text, "#define _GNU_SOURCE\n")
			}
			a, compiled := h.compile(t, toolchain.Request{Language: id, Files: source(text)})
			if !compiled.OK {
				t.Fatal(compiled.Output)
			}
			if r, out, errOut := h.run(t, a, ""); r.Status != sandbox.OK || out != c.want {
				t.Errorf("it is given %q, want %q: %+v %s", out, c.want, r, errOut)
			}
		})
	}
}

// A compiler may be anything, a program of its row is not: both ask for a pair of sockets.
func TestACompilerOfTheNativeFamilyIsOfTheGeneralOne(t *testing.T) {
	const row = `
- id: pairs
  name: Pairs
  family: native
  editor: plaintext
  extensions: [.pairs]
  source: {name: main.pairs}
  programs: [perl]
  version: {command: [perl, -e, 'print "1.0"'], pattern: '(\S+)'}
  home: {up: 2}
  install: {apt: [perl-base]}
  compile: ["{program}", -MSocket, -e, 'socketpair(A, B, AF_UNIX, SOCK_STREAM, 0) or die "the compiler has no sockets"; link(shift, "out/program")', "{entry}"]
  run: ["{program}", /program/program]
  starter: |
    use Socket;
    print socketpair(A, B, AF_UNIX, SOCK_STREAM, 0) ? "a pair\n" : "no pair\n";
`
	rows, err := toolchain.Parse([]byte(row))
	if err != nil {
		t.Fatal(err)
	}
	table := toolchain.Detect(t.Context(), rows)
	if !table[0].Installed {
		t.Skipf("SKIPPED, %s", table[0].Problem)
	}
	h := newHost(t, table)
	a, compiled := h.compile(t, toolchain.Request{Language: "pairs", Files: source(rows[0].Starter)})
	if !compiled.OK {
		t.Fatalf("%s\n%s", compiled.Detail, compiled.Output)
	}
	if r, out, errOut := h.run(t, a, ""); r.Status != sandbox.OK || out != "no pair\n" {
		t.Errorf("%+v %q %q", r, out, errOut)
	}
}

// A row that is added for a compiler of machine code is to say so.
func TestRowsOfMachineCodeAreOfTheNativeFamily(t *testing.T) {
	for _, l := range toolchain.Builtin() {
		machineCode := slices.Contains(l.Run, "/program/program")
		if machineCode != (l.Family == sandbox.Native) {
			t.Errorf("%s runs %q and is of the family %q", l.ID, l.Run, l.Family)
		}
	}
}
