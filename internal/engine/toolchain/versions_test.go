package toolchain_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// Programs that print the version of what they were compiled with, or run by.
const (
	cVersion      = "#include <stdio.h>\nint main(void){printf(\"%s\\n\", __VERSION__);}\n"
	javaVersion   = "class Main { public static void main(String[] a) { System.out.println(System.getProperty(\"java.version\")); } }\n"
	pythonVersion = "import sys\nprint(sys.version.split()[0])\n"
	pypyVersion   = "import sys\nprint('.'.join(map(str, sys.pypy_version_info[:3])))\n"
	goVersion     = "package main\nimport (\"fmt\"; \"runtime\")\nfunc main() { fmt.Println(runtime.Version()) }\n"
	nodeVersion   = "console.log(process.versions.node)\n"
	denoVersion   = "console.log((globalThis as any).Deno.version.deno)\n"
	bunVersion    = "console.log((globalThis as any).Bun.version)\n"
)

// printed is how much of a row's version its program prints: a runtime may leave the last figures out.
var printed = regexp.MustCompile(`^\d+(\.\d+)?`)

func TestARequestForAVersionGetsThatVersion(t *testing.T) {
	h := newHost(t, builtin())
	rows := map[string]string{
		"c": cVersion, "c@gcc-11": cVersion, "c@clang": cVersion, "c@clang-14": cVersion,
		"cpp": cVersion, "cpp@gcc-11": cVersion, "cpp@clang": cVersion, "cpp@clang-16": cVersion,
		"java": javaVersion, "java@25": javaVersion,
		"python": pythonVersion, "python@3.13": pythonVersion, "python@3.12": pythonVersion, "python@3.10": pythonVersion,
		"python@3.8": pythonVersion, "python@2.7": pythonVersion, "python@pypy": pypyVersion,
		"go": goVersion, "go@1.27": goVersion,
		"javascript": nodeVersion, "javascript@24": nodeVersion, "javascript@26": nodeVersion,
		"typescript@deno": denoVersion, "typescript@bun": bunVersion,
		"lua": "print(_VERSION)\n", "lua@5.3": "print(_VERSION)\n", "lua@5.1": "print(_VERSION)\n", "lua@jit": "print(jit.version)\n",
		"ruby": "puts RUBY_VERSION\n", "ruby@jruby": "puts JRUBY_VERSION\n",
	}
	for id, text := range rows {
		t.Run(id, func(t *testing.T) {
			tool, err := h.tools.Table().Get(id)
			if err != nil {
				t.Skipf("SKIPPED, %v", err)
			}
			a, c := h.compile(t, toolchain.Request{Language: id, Files: source(text)})
			if !c.OK || c.Version != tool.Version {
				t.Fatalf("version %q, want %q: %s\n%s", c.Version, tool.Version, c.Detail, c.Output)
			}
			r, out, errOut := h.run(t, a, "")
			want := printed.FindString(tool.Version)
			if text == pythonVersion {
				want = tool.Version // a library of another one would be found by its number, else
			}
			if r.Status != sandbox.OK || !strings.Contains(out, want) {
				t.Errorf("it prints %q, want version %q: %+v %s", out, want, r, errOut)
			}
		})
	}
}

func TestVersionsOfOneLanguageAreDifferentPrograms(t *testing.T) {
	seen := map[string]string{}
	for _, tool := range builtin() {
		if !tool.Installed || !strings.Contains(tool.Language.ID, "@") {
			continue
		}
		base, _, _ := strings.Cut(tool.Language.ID, "@")
		key := base + " " + tool.Version + " " + tool.Path
		if other, ok := seen[key]; ok {
			t.Errorf("%s and %s are the same program %s", tool.Language.ID, other, key)
		}
		seen[key] = tool.Language.ID
	}
}

// What a flag could do beside its purpose: load code into the compiler, read and write the host's files,
// pass flags to the linker, or hide a second flag.
var dangerous = []string{
	"", " ", "-", "--", "-o", "-o/tmp/x", "@/etc/passwd", "-include", "-include/etc/passwd", "-fplugin=x.so", "-wrapper", "-specs=x", "-B/tmp", "-I/etc", "-L/tmp",
	"-Wl,-T,x", "-Wp,-MD,x", "-Wa,--help", "-Xlinker", "-Xclang", "-J-agentpath:x.so", "-processor", "-processorpath", "-Clinker=/bin/sh", "-Clink-arg=x", "-Zunstable",
	"-toolexec=/bin/sh", "-ldflags=-extld=/bin/sh", "--eval", "-e", "main.c", "../x", "/etc/passwd", "-O2 -fplugin=x.so", "-O2\n-fplugin=x.so", "-O2\x00", "-DX=$(id)", "-DX=`id`",
	"-o /tmp/x", "-oerror", "-perror", "-ierror", "@file", "-fplugin", "-fplugin=", "-fplugin-library", "-iquote/etc", "-isystem/etc", "--include=/etc/passwd", "-include=/etc/passwd",
	"--sysroot=/", "-T/tmp/x", "-Map=/tmp/x", "--output=/tmp/x", "--out-dir=/tmp", "-out:/tmp/x", "-r:/tmp/x.dll", "-resource:/etc/passwd", "-keyfile:/etc/passwd",
	"main", "full", "std", "interp", "x", "--interp", "--run", "--macro=x()", "--cmd=id", "--class-path=/etc", "--cpp=/tmp", "-cp", "-k-T", "-Fu/etc", "-FE/tmp", "-pgmF/bin/sh",
	"-optc-fplugin=x.so", "-package-db=/etc", "-ppx=/bin/sh", "-pp=/bin/sh", "--passL:-T", "--path:/etc", "-P=-fplugin=x", "--vapidir=/etc", "-X=-fplugin=x",
	"-D" + strings.Repeat("x", 300), "{home}", "{args}", "--passC:-fplugin=x", "--cc:x", "-fdump=x", "-save-temps", "-\xff",
}

func TestDangerousFlagsAreRefusedByEveryRow(t *testing.T) {
	for _, l := range toolchain.Builtin() {
		for _, flag := range dangerous {
			faults := l.FlagFaults([]string{flag})
			if len(faults) != 1 {
				t.Errorf("%s takes %q", l.ID, flag)
				continue
			}
			for _, rule := range l.Flags {
				if len(rule.Examples) == 0 || !strings.Contains(faults[0].Detail, rule.Examples[0]) || strings.Contains(rule.Pattern, "|") && strings.Contains(faults[0].Detail, rule.Pattern) {
					t.Errorf("%s refuses %q without saying in words what it takes: %s", l.ID, flag, faults[0].Detail)
				}
			}
		}
	}
}

// People copy the examples: each is taken, and by the rule that it stands in.
func TestExamplesOfFlagsAreTaken(t *testing.T) {
	for _, l := range toolchain.Builtin() {
		for _, rule := range l.Flags {
			for _, flag := range rule.Examples {
				if !regexp.MustCompile(`^(?:`+rule.Pattern+`)$`).MatchString(flag) || len(l.FlagFaults([]string{flag})) > 0 {
					t.Errorf("%s: %s does not take its example %s", l.ID, rule.Pattern, flag)
				}
			}
		}
	}
}

func TestAFlagThatIsNotInTheListIsRefusedWhereItStands(t *testing.T) {
	h := newHost(t, builtin())
	tests := map[string]struct {
		language string
		flags    []string
		pointer  string
		says     string
	}{
		"a plugin, after one that is taken":    {"cpp", []string{"-O3", "-fplugin=x.so"}, "/flags/1", "-O0 -O2"},
		"another compiler's":                   {"c", []string{"--edition=2021"}, "/flags/0", "-std="},
		"an agent in the compiler's machine":   {"java", []string{"-parameters", "-g", "-J-agentpath:x.so"}, "/flags/2", "-Xlint"},
		"a language whose compiler takes none": {"go", []string{"-race"}, "/flags/0", "Go takes no compiler flag"},
		"an interpreter":                       {"bash", []string{"-x"}, "/flags/0", "Bash takes no compiler flag"},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			_, _, err := h.tools.Compile(t.Context(), h.slot, toolchain.Request{Language: c.language, Files: source("x"), Flags: c.flags})
			e := errs.Of(err)
			if err == nil || e.Kind != errs.Invalid || e.Code != "compiler_flag_refused" || e.Pointer != c.pointer || !strings.Contains(e.Detail, c.says) {
				t.Errorf("got %v at %q, want %s that says %q", err, e.Pointer, c.pointer, c.says)
			}
		})
	}
}

// Flags and versions go together: each of these asks a version for something by flags, and prints it.
func TestFlagsThatAreTakenReachTheCompilerOfTheVersion(t *testing.T) {
	h := newHost(t, builtin())
	const standard = "#include <iostream>\nint main(){std::cout << __cplusplus << ' ' << WORD << \"\\n\";}\n"
	const asserts = "fn main() { println!(\"{}\", cfg!(debug_assertions)); }\n"
	tests := map[string]struct {
		languages []string
		flags     []string
		source    string
		want      string
	}{
		"an older standard":     {[]string{"cpp", "cpp@gcc-11", "cpp@clang", "cpp@clang-16"}, []string{"-std=c++11", "-DWORD=7"}, standard, "201103 7\n"},
		"the row's standard":    {[]string{"cpp", "cpp@clang"}, []string{"-DWORD=8"}, standard, "202002 8\n"},
		"a standard of C":       {[]string{"c", "c@gcc-11", "c@clang", "c@clang-14"}, []string{"-std=c99"}, "#include <stdio.h>\nint main(void){printf(\"%ld\\n\", __STDC_VERSION__);}\n", "199901\n"},
		"names of parameters":   {[]string{"java", "java@25"}, []string{"-parameters"}, "class Main { public static void main(String[] words) throws Exception { System.out.println(Main.class.getDeclaredMethod(\"main\", String[].class).getParameters()[0].getName()); } }\n", "words\n"},
		"assertions in Rust":    {[]string{"rust"}, []string{"-Cdebug-assertions=on"}, asserts, "true\n"},
		"Rust without a flag":   {[]string{"rust"}, nil, asserts, "false\n"},
		"an edition of Rust":    {[]string{"rust"}, []string{"--edition=2015"}, "fn main() { let async = 3; println!(\"{}\", async); }\n", "3\n"},
		"the address sanitizer": {[]string{"c", "cpp"}, []string{"-fsanitize=address"}, "#include <stdio.h>\nint main(void) { puts(\"fine\"); return 0; }\n", "fine\n"},
		"a sanitizer's report":  {[]string{"c"}, []string{"-fsanitize=undefined"}, "#include <stdio.h>\nint main(int n, char **v){ (void)v; int x = 2147483647; x += n; printf(\"%d\\n\", x < 0); }\n", "1\n"},
	}
	for name, c := range tests {
		for _, id := range c.languages {
			t.Run(name+" "+id, func(t *testing.T) {
				if _, err := h.tools.Table().Get(id); err != nil {
					t.Skipf("SKIPPED, %v", err)
				}
				a, result := h.compile(t, toolchain.Request{Language: id, Files: source(c.source), Flags: slices.Clone(c.flags)})
				if !result.OK {
					t.Fatalf("%s\n%s", result.Detail, result.Output)
				}
				r, out, errOut := h.run(t, a, "")
				if r.Status != sandbox.OK || out != c.want {
					t.Errorf("%+v %q %q, want %q", r, out, errOut, c.want)
				}
				if name == "a sanitizer's report" && !strings.Contains(errOut, "signed integer overflow") {
					t.Errorf("the sanitizer says nothing: %q", errOut)
				}
			})
		}
	}
}
