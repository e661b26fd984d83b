package toolchain_test

import (
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/test/form"
)

// inside are programs that use their toolchain as on the host. Each prints what it should.
var inside = map[string]struct{ language, source, out string }{
	"Python's libraries": {"python", `import bz2, ctypes, decimal, hashlib, json, lzma, multiprocessing, sqlite3, ssl, unicodedata, uuid, zlib, zoneinfo
from multiprocessing import shared_memory

def square(n):
    return n * n

if __name__ == '__main__':
    block = shared_memory.SharedMemory(create=True, size=64)
    block.buf[0] = 42
    with multiprocessing.get_context('spawn').Pool(2) as pool:
        print(pool.map(square, [1, 2, 3]), block.buf[0])
    block.close()
    block.unlink()
    print(sqlite3.connect(':memory:').execute('select 6 * 7').fetchone()[0], bool(ssl.OPENSSL_VERSION), ctypes.CDLL(None).abs(-5))
    print(lzma.decompress(lzma.compress(b'x')), bz2.decompress(bz2.compress(b'y')), zoneinfo.ZoneInfo('Europe/Berlin'), decimal.Decimal(1) / 8)
`, "[1, 4, 9] 42\n42 True 5\nb'x' b'y' Europe/Berlin 0.125\n"},
	"Python's long numbers":    {"python", "print(len(str(10**5000)))\nprint(int('9' * 6000) % 10)\n", "5001\n9\n"},
	"C++ with all of GNU's":    {"cpp", "#include <bits/stdc++.h>\n#include <bits/extc++.h>\nint main() { __gnu_pbds::tree<int, __gnu_pbds::null_type, std::less<int>, __gnu_pbds::rb_tree_tag, __gnu_pbds::tree_order_statistics_node_update> t; t.insert(4); std::cout << t.order_of_key(5) << \"\\n\"; }\n", "1\n"},
	"C++ the other way":        {"cpp", "#include <bits/extc++.h>\n#include <bits/stdc++.h>\nint main() { std::cout << 1 << \"\\n\"; }\n", "1\n"},
	"C++ with another first":   {"cpp", "#include <vector>\n#include <bits/stdc++.h>\n#include <bits/stdc++.h>\nint main() { std::cout << 1 << \"\\n\"; }\n", "1\n"},
	"Ruby sixty thousand deep": {"ruby", "def f(n) = n == 0 ? 0 : f(n - 1) + 1\nputs f(60_000)\n", "60000\n"},
	"PHP's texts":              {"php", "<?php echo mb_strlen('Größe'), mb_strtoupper('é'), \"\\n\";", "5É\n"},
}

func TestToolchainsInsideAreThoseOfTheHost(t *testing.T) {
	h := newHost(t, builtin())
	for name, c := range inside {
		t.Run(name, func(t *testing.T) {
			form.Part(t, name, "Python's libraries", "Python's long numbers", "C++ with all of GNU's", "Ruby sixty thousand deep", "PHP's texts")
			if _, err := h.tools.Table().Get(c.language); err != nil {
				t.Skipf("SKIPPED, %v", err)
			}
			a, result := h.compile(t, toolchain.Request{Language: c.language, Files: source(c.source)})
			if !result.OK {
				t.Fatalf("%s\n%s", result.Detail, result.Output)
			}
			if r, out, errOut := h.run(t, a, ""); r.Status != sandbox.OK || out != c.out {
				t.Errorf("%+v\n%q\n%.2000s", r, out, errOut)
			}
		})
	}
}

// The version that is shown is that of what runs.
func TestVersionsAreThoseOfWhatRuns(t *testing.T) {
	h := newHost(t, builtin())
	for language, text := range map[string]string{
		"python": "import sys\nprint(sys.version.split()[0])\n", "javascript": "console.log(process.version.slice(1))", "ruby": "puts RUBY_VERSION",
		"php": "<?php echo phpversion();", "java": "class Main { public static void main(String[] a) { System.out.println(System.getProperty(\"java.version\")); } }",
		"go": "package main\nimport (\"fmt\"; \"runtime\")\nfunc main() { fmt.Println(runtime.Version()[2:]) }", "bash": "echo $BASH_VERSION",
		"sql": "SELECT sqlite_version();", "cpp": "#include <iostream>\nint main() { std::cout << __GNUC__ << '.' << __GNUC_MINOR__ << '.' << __GNUC_PATCHLEVEL__; }",
	} {
		t.Run(language, func(t *testing.T) {
			tool, err := h.tools.Table().Get(language)
			if err != nil {
				t.Skipf("SKIPPED, %v", err)
			}
			a, result := h.compile(t, toolchain.Request{Language: language, Files: source(text)})
			if !result.OK {
				t.Fatalf("%s\n%s", result.Detail, result.Output)
			}
			if _, out, errOut := h.run(t, a, ""); !strings.HasPrefix(strings.TrimSpace(out), tool.Version) {
				t.Errorf("it says %s and is %q %s", tool.Version, out, errOut)
			}
		})
	}
	if tool, err := h.tools.Table().Get("typescript"); err == nil && !strings.HasPrefix(tool.Version, "esbuild ") {
		t.Errorf("TypeScript says %q, which is esbuild's version", tool.Version)
	}
}

// Files that are sent with a program lie where it starts, and it may write there.
func TestDataFilesAreInTheWorkingFolder(t *testing.T) {
	h := newHost(t, builtin())
	for language, text := range map[string]string{
		"python":     "print(open('data.txt').read().strip())\nopen('made.txt', 'w').write('x')\nopen('data.txt', 'a').write('y')\n",
		"javascript": "const fs = require('fs');\nconsole.log(fs.readFileSync('data.txt', 'utf8').trim());\nfs.writeFileSync('made.txt', 'x'); fs.appendFileSync('data.txt', 'y');\n",
		"typescript": "import * as fs from 'fs';\nconsole.log(fs.readFileSync('data.txt', 'utf8').trim());\nfs.writeFileSync('made.txt', 'x'); fs.appendFileSync('data.txt', 'y');\n",
		"ruby":       "puts File.read('data.txt').strip\nFile.write('made.txt', 'x')\nFile.write('data.txt', 'y', mode: 'a')\n",
		"php":        "<?php echo trim(file_get_contents('data.txt')), \"\\n\"; if (!file_put_contents('made.txt', 'x') || !file_put_contents('data.txt', 'y', FILE_APPEND)) exit(1);",
		"bash":       "cat data.txt; echo x > made.txt && echo y >> data.txt\n",
		"c":          "#include <stdio.h>\nint main(void) { char w[9]; FILE *f = fopen(\"data.txt\", \"r+\"); if (!f || fscanf(f, \"%8s\", w) != 1) return 1; puts(w); return !fopen(\"made.txt\", \"w\"); }\n",
		"cpp":        "#include <bits/stdc++.h>\nint main() { std::ifstream f(\"data.txt\"); std::string w; f >> w; std::cout << w << std::endl; std::ofstream o(\"made.txt\"), d(\"data.txt\", std::ios::app); return !o || !d; }\n",
		"go":         "package main\nimport (\"fmt\"; \"os\")\nfunc main() { d, err := os.ReadFile(\"data.txt\"); if err != nil { panic(err) }; fmt.Print(string(d)); if err := os.WriteFile(\"data.txt\", nil, 0o644); err != nil { panic(err) }; if err := os.WriteFile(\"made.txt\", nil, 0o644); err != nil { panic(err) } }\n",
		"rust":       "use std::fs;\nfn main() { print!(\"{}\", fs::read_to_string(\"data.txt\").unwrap()); fs::write(\"made.txt\", \"x\").unwrap(); fs::write(\"data.txt\", \"x\").unwrap(); }\n",
		"java":       "import java.nio.file.*;\nclass Main { public static void main(String[] a) throws Exception { System.out.print(Files.readString(Path.of(\"data.txt\"))); Files.writeString(Path.of(\"made.txt\"), \"x\"); Files.writeString(Path.of(\"data.txt\"), \"y\"); } }\n",
		"sql":        "SELECT trim(readfile('data.txt'), char(10));\n",
	} {
		t.Run(language, func(t *testing.T) {
			tool, err := h.tools.Table().Get(language)
			if err != nil {
				t.Skipf("SKIPPED, %v", err)
			}
			a, result := h.compile(t, toolchain.Request{Language: language, Files: []toolchain.File{
				{Name: tool.Language.Source.Name, Data: []byte(text)}, {Name: "data.txt", Data: []byte("word\n")},
			}})
			if !result.OK {
				t.Fatalf("%s\n%s", result.Detail, result.Output)
			}
			for range 2 { // what one run writes is not there in the next
				if r, out, errOut := h.run(t, a, ""); r.Status != sandbox.OK || out != "word\n" {
					t.Errorf("%+v\n%q\n%.2000s", r, out, errOut)
				}
			}
		})
	}
}
