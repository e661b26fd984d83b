package toolchain_test

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/text/texttest"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// Programs of which the line ends, or the mark, would be in what they print or would keep them from starting.
var sensitive = map[string]struct{ language, source, out string }{
	"Bash, a document within":    {"bash", "#!/bin/bash\nif true; then\n  cat <<END\na\nb\nEND\nfi\nx=c\necho \"$x\" \\\n  d\n", "a\nb\nc d\n"},
	"C, lines that go on":        {"c", "#include <stdio.h>\n#define HI \\\n  puts(\"a\\\nb\")\nint main(void) {\n  HI;\n  return 0;\n}\n", "ab\n"},
	"C++, a raw text":            {"cpp", "#include <iostream>\nint main() { std::cout << R\"(a\nb\n)\"; }\n", "a\nb\n"},
	"Go, a raw text":             {"go", "package main\n\nimport \"os\"\n\nfunc main() { os.Stdout.WriteString(`a\nb\n`) }\n", "a\nb\n"},
	"Java, a text block":         {"java", "class Main {\n  public static void main(String[] a) {\n    System.out.print(\"\"\"\n      a\n      b\n      \"\"\");\n  }\n}\n", "a\nb\n"},
	"JavaScript, a template":     {"javascript", "#!/usr/bin/env node\nprocess.stdout.write(`a\nb\n`)\n", "a\nb\n"},
	"TypeScript, a template":     {"typescript", "const s: string = `a\nb\n`\nprocess.stdout.write(s)\n", "a\nb\n"},
	"PHP, a document and a page": {"php", "<?php\necho <<<END\na\nb\n\nEND;\n?>\nc\n", "a\nb\nc\n"},
	"Python, a long text":        {"python", "#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\nif True:\n    print('''a\nb''', \\\n        'ß')\n", "a\nb ß\n"},
	"Ruby, a document and data":  {"ruby", "#!/usr/bin/env ruby\nputs <<~END\n  a\n  b\nEND\nprint DATA.read\n__END__\nc\n", "a\nb\nc\n"},
	"Rust, a raw text":           {"rust", "#![allow(dead_code)]\nfn main() {\n    print!(\"{}\", r\"a\nb\n\");\n}\n", "a\nb\n"},
	"SQL, a text":                {"sql", "SELECT 'a\nb';\n", "a\nb\n"},
}

func TestSourcesOfOtherSystemsDoWhatTheyDoHere(t *testing.T) {
	h := newHost(t, builtin())
	for name, c := range sensitive {
		t.Run(name, func(t *testing.T) {
			if _, err := h.tools.Table().Get(c.language); err != nil {
				t.Skipf("SKIPPED, %v", err)
			}
			for how, store := range texttest.Ways {
				a, result := h.compile(t, toolchain.Request{Language: c.language, Files: source(store(c.source)), Scope: name})
				if !result.OK {
					t.Fatalf("%s: %s\n%s", how, result.Detail, result.Output)
				}
				if r, out, errOut := h.run(t, a, ""); r.Status != sandbox.OK || out != c.out {
					t.Errorf("%s: %+v\n%q\n%.2000s", how, r, out, errOut)
				}
			}
		})
	}
}

func TestSourcesOfEveryLanguageComeAsPlainText(t *testing.T) {
	for _, l := range toolchain.Builtin() {
		for how, store := range texttest.Ways {
			files, _, err := l.Arrange(toolchain.Request{Files: []toolchain.File{
				{Name: l.Source.Name, Data: []byte(store(l.Starter))}, {Name: "data.bin", Data: []byte("\ufeffa\r\n\x00")},
			}})
			if err != nil {
				t.Fatalf("%s %s: %v", l.ID, how, err)
			}
			for _, f := range files {
				if f.Name == "data.bin" && string(f.Data) != "\ufeffa\r\n\x00" || f.Name != "data.bin" && string(f.Data) != l.Starter {
					t.Errorf("%s %s: %s is %q", l.ID, how, f.Name, f.Data)
				}
			}
		}
	}
}

func TestASourceThatIsNoTextIsRefusedWithItsLine(t *testing.T) {
	l := toolchain.Builtin()[0]
	for name, data := range map[string]string{"a NUL byte": "a\nb\n\x00\n", "UTF-16 without a mark": "\n\n" + texttest.UTF16("x\n", binary.LittleEndian)[2:]} {
		_, _, err := l.Arrange(toolchain.Request{Files: source(data)})
		if e := errs.Of(err); err == nil || e.Code != "source_binary" || !strings.Contains(e.Detail, l.Source.Name+" holds a NUL byte in line 3") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
