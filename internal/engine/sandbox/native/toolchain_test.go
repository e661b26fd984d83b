package native_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/sandboxtest"
)

// TestToolchains compiles and runs a greeting in every toolchain this host has.
func TestToolchains(t *testing.T) {
	goRoot, _ := exec.Command("go", "env", "GOROOT").Output()
	rust, _ := exec.Command("rustc", "--print", "sysroot").Output()
	cfg := native.Config{Slots: 1}
	for _, dir := range [][]byte{goRoot, rust} {
		if p := strings.TrimSpace(string(dir)); p != "" && !strings.HasPrefix(p, "/usr/") {
			cfg.Roots = append(cfg.Roots, sandbox.Bind{Host: p, Path: "/opt" + p})
		}
	}
	b, err := native.New(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	env := []string{"PATH=/usr/local/go/bin:/opt" + strings.TrimSpace(string(goRoot)) + "/bin:/opt" + strings.TrimSpace(string(rust)) + "/bin:/usr/local/bin:/usr/bin:/bin",
		"HOME=/tmp", "GOCACHE=/tmp/go", "GOFLAGS=-mod=mod", "LANG=C.UTF-8"}
	for _, c := range []struct{ name, needs, file, source, script string }{
		{"C", "gcc", "a.c", "#include <stdio.h>\nint main(void){puts(\"hello\");}", "gcc -O2 a.c && ./a.out"},
		{"C++", "g++", "a.cc", "#include <bits/stdc++.h>\nint main(){std::vector<int> v(9);std::cout<<\"hello\"<<std::endl;}", "g++ -O2 a.cc && ./a.out"},
		{"Go", "go", "a.go", "package main\nfunc main(){println(\"hello\")}", "go build -o a a.go && ./a"},
		{"Java", "javac", "A.java", "class A{public static void main(String[] a){System.out.println(\"hello\");}}", "javac A.java && java -Xmx128m A"},
		{"JavaScript", "node", "a.js", "setTimeout(()=>console.log('hello'),1)", "node a.js"},
		{"Python", "/usr/bin/python3", "a.py", "import subprocess,threading,tempfile;print('hello')", "/usr/bin/python3 a.py"},
		{"Rust", "rustc", "a.rs", "fn main(){println!(\"hello\")}", "rustc a.rs && ./a"},
		{"Ruby", "ruby", "a.rb", "puts 'hello'", "ruby a.rb"},
		{"PHP", "php", "a.php", "<?php echo 'hello';", "php a.php"},
		{"Perl", "perl", "a.pl", "print 'hello'", "perl a.pl"},
		{"bash", "bash", "a.sh", "for i in 1; do echo hello | cat; done", "bash a.sh"},
		{"SQLite", "sqlite3", "a.sql", "select 'hel'||'lo';", "sqlite3 a.db < a.sql"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := exec.LookPath(c.needs); err != nil {
				t.Skipf("SKIPPED: %s is not installed", c.needs)
			}
			if c.name == "Go" && os.Getenv(sandboxtest.FormVariable) != sandboxtest.Whole {
				t.Skip("SKIPPED: it compiles the standard library; TestEveryStarterCompilesAndRuns has it compiled, and make test-sandbox runs it here")
			}
			s, err := b.Open(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			var out bytes.Buffer
			res, err := s.Run(t.Context(), sandbox.Spec{
				Args: []string{"bash", "-c", c.script}, Env: env, Files: []sandbox.File{{Name: c.file, Data: []byte(c.source)}},
				Stdout: &out, Stderr: &out, Limits: sandbox.Limits{CPUTime: time.Minute, WallTime: 3 * time.Minute, Memory: 2 << 30, Disk: 1 << 30},
			})
			if err != nil || res.Status != sandbox.OK || !strings.Contains(out.String(), "hello") {
				t.Fatalf("%+v, %v\n%s", res, err, out.String())
			}
			t.Logf("%s CPU, %s, %d MiB", res.CPUTime.Round(time.Millisecond), res.WallTime.Round(time.Millisecond), res.Memory>>20)
		})
	}
}

// TestIdleSlotIsSmall holds the promise that a warm slot costs little memory.
func TestIdleSlotIsSmall(t *testing.T) {
	b, err := native.New(t.Context(), native.Config{Slots: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	s, err := b.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for range 200 {
		if res, err := s.Run(t.Context(), sandbox.Spec{Args: []string{"/bin/true"}}); err != nil || res.Status != sandbox.OK {
			t.Fatal(res, err)
		}
	}
	var slots []int
	await(t, "the slot and its spare, and nothing else", func() bool {
		slots = childrenOf(os.Getpid())
		return len(slots) == 2 && !slices.ContainsFunc(slots, func(pid int) bool {
			args, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
			return string(args) != "slot\x00"
		})
	})
	for _, pid := range slots {
		kb := resident(strconv.Itoa(pid))
		t.Logf("an idle slot holds %d kB", kb)
		if kb == 0 || kb > 8<<10 {
			t.Errorf("the slot %d holds %d kB", pid, kb)
		}
	}
}
