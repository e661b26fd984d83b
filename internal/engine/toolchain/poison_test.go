package toolchain_test

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// taken is a compiler that has been taken over: it does what the source says, with the folders, the
// environment and the limits of a compiler.
const taken = `
- id: taken
  name: Taken over
  editor: shell
  extensions: [.sh]
  source: {name: main.sh}
  programs: [bash]
  version: {command: [bash, --version], pattern: 'version (\S+)'}
  home: {up: 2}
  install: {apt: [bash]}
  env: [GOCACHE=/tmp/go-cache]
  compile: ["{program}", "{entry}", "{warm}"]
  run: ["{program}", /program/program, "{args}"]
  warm:
    files: {word: "what was warmed up\n"}
    run: [/bin/sh, -ec, 'mkdir out/00; cp word out/word; cp word out/00/keep']
    args: [/opt/warm]
    env: [GOCACHE=/opt/warm]
  starter: |
    echo 'echo hello' > out/program
`

// poison writes wherever it can, replaces what it can, and leaves a process that keeps on doing so.
const poison = `
spoil() {
  for place in /opt/warm /opt/warm/00 /program /tmp /tmp/go-cache /dev/shm /var/tmp "$HOME" "$HOME/.cache" /usr/lib /usr/local/lib /usr/include /usr/bin /etc /opt /opt/toolchains "$PWD/.."; do
    mkdir -p "$place"; echo poison > "$place/poison"; echo poison > "$place/word"; echo poison > "$place/keep"; mv "$place/word" "$place/other"; rm -rf "$place"/00
    ln -s /program "$place/link"; mkfifo "$place/pipe"
  done
  chmod -R 777 /opt/warm; mount -o remount,rw /opt/warm; umount /opt/warm; mv /opt/warm /opt/cold
  rm -rf /opt/warm
} 2>/dev/null
spoil
(setsid bash -c 'while :; do echo poison > /opt/warm/word; echo poison > /tmp/poison; done' > /dev/null 2>&1 < /dev/null &)
mkdir -p out 2>/dev/null; echo 'echo hello' > out/program 2>/dev/null
true
`

// look makes a program that prints what the compiler saw: what is warmed up, and every place where
// something may have been left.
const look = `
{ cat /opt/warm/word; (cd /opt/warm && find . | sort); echo "$GOCACHE"
  for place in /tmp /dev/shm /var/tmp "$HOME" .; do echo "$place: $(ls -A "$place" 2>/dev/null | sort | tr '\n' ' ')"; done
  find / -xdev -name '*poison*' 2>/dev/null; grep -c . /proc/net/unix 2>/dev/null; grep -l poison /proc/[0-9]*/cmdline 2>/dev/null | grep -v self
  set -- /proc/[0-9]*; echo $# # by the shell itself: a program that counts may see another one of its pipe or not
} > seen
{ echo "cat <<'end'"; cat seen; echo end; } > out/program
`

// fingerprint is of all files below a folder: names, modes and contents.
func fingerprint(t *testing.T, dir string) string {
	t.Helper()
	sum, files := sha256.New(), 0
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		_, _ = sum.Write([]byte(strings.TrimPrefix(name, dir) + info.Mode().String()))
		if !info.Mode().IsRegular() {
			return nil
		}
		files++
		data, err := os.ReadFile(name)
		_, _ = sum.Write(data)
		return err
	})
	if err != nil || files == 0 {
		t.Fatalf("%s has %d files: %v", dir, files, err)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

func TestACompilerThatIsTakenOverReachesNoOtherCandidate(t *testing.T) {
	rows, err := toolchain.Parse([]byte(taken))
	if err != nil {
		t.Fatal(err)
	}
	h := newHost(t, toolchain.Detect(t.Context(), rows))
	dir := t.TempDir()
	if h.tools, err = toolchain.New(toolchain.Config{Dir: dir}, h.tools.Table()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.tools.Close() })
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // programs run under other users
		t.Fatal(err)
	}
	seen := func(scope string) string {
		a, c := h.compile(t, toolchain.Request{Language: "taken", Files: source(look), Scope: scope})
		if !c.OK || c.Cached {
			t.Fatalf("%+v", c)
		}
		r, out, _ := h.run(t, a, "")
		if r.Status != sandbox.OK {
			t.Fatalf("%+v", r)
		}
		return out
	}
	before := seen("ada")
	if !strings.HasPrefix(before, "what was warmed up\n") || !strings.Contains(before, "./00/keep") {
		t.Fatalf("nothing is warmed up: %q", before)
	}
	warm := fingerprint(t, filepath.Join(dir, "warm"))
	for _, round := range []string{" at first", " again"} {
		if _, c := h.compile(t, toolchain.Request{Language: "taken", Files: source(poison), Scope: "mallory" + round}); !c.OK {
			t.Fatalf("the attack did not come to its end: %+v", c)
		}
		if after := seen("bob" + round); after != before {
			t.Errorf("the next candidate's compiler sees%s\n%s\nnot, as before,\n%s", round, after, before)
		}
	}
	if after := fingerprint(t, filepath.Join(dir, "warm")); after != warm {
		t.Error("what was warmed up has changed on the host")
	}
}

func TestARunCannotChangeWhatIsRunNext(t *testing.T) {
	h := newHost(t, builtin())
	const program = poison + "\necho \"$(cat /program/main.sh | wc -l) $(ls -A /program | tr '\\n' ' ')\"\n"
	request := toolchain.Request{Language: "bash", Files: source(program), Scope: "mallory"}
	var first string
	for i := range 3 {
		a, c := h.compile(t, request)
		if !c.OK || c.Cached != (i > 0) {
			t.Fatalf("round %d: %+v", i, c)
		}
		r, out, errOut := h.run(t, a, "")
		if i == 0 {
			first = out
		}
		if r.Status != sandbox.OK || out != first || strings.Contains(out, "poison ") {
			t.Errorf("round %d: %+v prints %q, at first %q %s", i, r, out, first, errOut)
		}
	}
}

// The warm compilers of the table: what is prepared for them stays as it is whatever is compiled and run
// in the same slot, and the next candidate's program is compiled from that.
func TestWarmCompilersAreNoWayToAnotherCandidate(t *testing.T) {
	h := newHost(t, builtin())
	warm := filepath.Join(cacheDir(t), "warm")
	tests := map[string]struct{ attack, victim string }{
		"cpp": {
			"#include <bits/stdc++.h>\nint main(){for(auto p:{\"/opt/warm/bits/stdc++.h.gch\",\"/tmp/bits/stdc++.h\",\"/usr/include/stdio.h\"}){std::error_code e;std::filesystem::create_directories(std::filesystem::path(p).parent_path(),e);std::ofstream(p)<<\"#error poison\\n\";}std::cout<<\"done\\n\";}\n",
			"#include <bits/stdc++.h>\nint main(){std::cout<<\"clean\\n\";}\n",
		},
		"go": {
			"package main\nimport (\"fmt\"; \"os\"; \"path/filepath\")\nfunc main() {\n for _, root := range []string{\"/opt/warm\", \"/tmp/go-cache\", os.Getenv(\"GOROOT\"), \"/usr/local/go\"} {\n  os.MkdirAll(root+\"/00\", 0o777)\n  filepath.Walk(root, func(p string, i os.FileInfo, err error) error { if err == nil && !i.IsDir() { os.Chmod(p, 0o666); os.WriteFile(p, []byte(\"poison\"), 0o666) }; return nil })\n }\n fmt.Println(\"done\")\n}\n",
			"package main\nimport \"fmt\"\nfunc main() { fmt.Println(\"clean\") }\n",
		},
		"java": {
			"import java.nio.file.*;\nclass Main { public static void main(String[] a) { for (String p : new String[]{\"/opt/warm/javac.jsa\", \"/tmp/hsperfdata_x\", System.getProperty(\"java.home\") + \"/lib/modules\", System.getProperty(\"java.home\") + \"/lib/server/classes.jsa\"}) try { Files.writeString(Path.of(p), \"poison\"); } catch (Exception e) {} System.out.println(\"done\"); } }\n",
			"class Main { public static void main(String[] a) { System.out.println(\"clean\"); } }\n",
		},
		"typescript": {
			"import { writeFileSync, mkdirSync } from 'fs';\nfor (const p of ['/tmp/node_modules', '/node_modules', '/program/node_modules', process.env.HOME + '/node_modules']) try { mkdirSync(p + '/os', { recursive: true }); writeFileSync(p + '/os/index.js', 'poison'); } catch {}\nfor (const p of ['/tmp/tsconfig.json', '/program/main.mjs', '/tmp/package.json']) try { writeFileSync(p, '{poison'); } catch {}\nconsole.log('done');\n",
			"import * as os from 'os';\nconsole.log(os.EOL === '\\n' ? 'clean' : 'poison');\n",
		},
	}
	for id, c := range tests {
		t.Run(id, func(t *testing.T) {
			if _, err := h.tools.Table().Get(id); err != nil {
				t.Skipf("SKIPPED, %v", err)
			}
			prints := func(scope, text, want string) {
				a, result := h.compile(t, toolchain.Request{Language: id, Files: source(text), Scope: scope})
				if !result.OK {
					t.Fatalf("%s: %s\n%s", scope, result.Detail, result.Output)
				}
				if r, out, errOut := h.run(t, a, ""); r.Status != sandbox.OK || out != want+"\n" {
					t.Fatalf("%s: %+v %q %q", scope, r, out, errOut)
				}
			}
			prints("mallory", c.attack, "done")
			made, err := filepath.Glob(filepath.Join(warm, id+"-*"))
			if err != nil {
				t.Fatal(err)
			}
			before := map[string]string{}
			for _, dir := range made {
				before[dir] = fingerprint(t, dir)
			}
			if id != "typescript" && len(made) == 0 { // esbuild needs no warming, and nothing of it stays
				t.Fatal("nothing is warmed up")
			}
			prints("mallory", c.attack+"\n", "done")
			prints("bob", c.victim, "clean")
			for dir, was := range before {
				if fingerprint(t, dir) != was {
					t.Errorf("%s has changed", dir)
				}
			}
		})
	}
}
