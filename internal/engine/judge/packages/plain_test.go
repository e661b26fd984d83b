package packages_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/text/texttest"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/packages"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
)

// plainPackages have a file of every kind that is read.
var plainPackages = map[string]map[string]string{
	"legacy": {
		"problem.yaml": "name: Größe\nvalidation: custom\nvalidator_flags: a b\ntype: scoring\n", "domjudge-problem.ini": "short-name=A\ntimelimit='3'\n",
		"codecraft.yaml": "difficulty: hard\nminutes: 7\n", "problem_statement/problem.en.md": "# Größe\n\nA *line*.\n", "problem_statement/problem.de.tex": "Eine\nZeile.\n",
		"data/testdata.yaml": "grading: default\ngrader_flags: min\n", "data/sample/1.in": "1\n2\n", "data/sample/1.ans": "3\n", "data/secret/1.in": "4\n5\n", "data/secret/1.ans": "9\n",
		"data/secret/1.args": "-x y\n", "data/secret/1.files/more.txt": "6\n7\n",
		"output_validators/v.py": "import sys\nsys.exit(42)\n", "input_validators/i.py": "import sys\nsys.exit(42)\n", "include/python/help.py": "a = 1\nb = 2\n",
		"submissions/accepted/a.py": "# @EXPECTED_RESULTS@: CORRECT\nprint(9)\n", "attachments/starter/s.py": "# ß\nprint()\n",
	},
	"2025-09": {
		"problem.yaml": "problem_format_version: 2025-09\nname: {en: Größe}\nlimits:\n  time_limit: 2\nconstants:\n  most: 9\n", "statement/problem.en.md": "# Größe\n\nAt most {{most}}.\n",
		"data/sample/1.in": "1\n2\n", "data/sample/1.ans": "3\n", "data/secret/test_group.yaml": "output_validator_args: [float_tolerance, \"0.5\"]\n",
		"data/secret/1.in": "4\n5\n", "data/secret/1.ans": "9\n", "data/secret/1.yaml": "args: [x]\nhint: y\n", "submissions/submissions.yaml": "accepted:\n  permitted: [AC]\n",
		"submissions/accepted/a.py": "print({{most}})\n# end\n",
	},
	"polygon": {
		"problem.xml": "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"no\"?>\n<problem short-name=\"x\"><names><name language=\"english\" value=\"Größe\"/></names>\n" +
			"<statements><statement language=\"english\" path=\"statements/english/problem.tex\" type=\"application/x-tex\"/></statements>\n" +
			"<judging><testset name=\"tests\"><time-limit>1000</time-limit><test-count>2</test-count><tests><test sample=\"true\"/><test/></tests></testset></judging>\n" +
			"<assets><checker name=\"own\"><source path=\"check.cpp\" type=\"cpp.g++17\"/></checker><solutions><solution tag=\"main\"><source path=\"solutions/a.py\" type=\"python.3\"/></solution></solutions></assets></problem>\n",
		"statements/english/problem.tex": "Größe\nund Form\n", "check.cpp": "#include \"testlib.h\"\nint main() {}\n", "files/testlib.h": "#pragma once\n// ß\n",
		"solutions/a.py": "print(1)\n# end\n", "tests/01": "1\n2\n", "tests/01.a": "3\n", "tests/02": "4\n5\n", "tests/02.a": "9\n",
	},
}

func folder(files map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range files {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

// contents are those of the files that a plan and its cases name.
func contents(t *testing.T, p *problem.Package) map[string]string {
	t.Helper()
	all := map[string]string{}
	for digest, name := range p.Files {
		f, err := p.FS.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		all[digest] = string(data)
	}
	return all
}

// asJSON is what a package says, without where it is and what is told of that.
func asJSON(t *testing.T, p problem.Package) string {
	t.Helper()
	p.FS, p.Files, p.Notes = nil, nil, nil
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A package says the same whatever system it comes from.
func TestPackagesOfOtherSystemsAreReadAlike(t *testing.T) {
	for format, files := range plainPackages {
		want, err := packages.Read(folder(files), rows)
		if err != nil {
			t.Fatalf("%s: %v", format, err)
		}
		if len(want.Notes) > 0 && format != "legacy" {
			t.Errorf("%s: notes of a plain package: %q", format, want.Notes)
		}
		for how, store := range texttest.Ways {
			t.Run(format+" with "+how, func(t *testing.T) {
				changed := map[string]string{}
				for name, text := range files {
					changed[name] = store(text)
					if strings.HasPrefix(how, "UTF-16") {
						changed[name] = store(strings.Replace(text, "encoding=\"utf-8\"", "encoding=\"UTF-16\"", 1))
					}
				}
				got, err := packages.Read(folder(changed), rows)
				if err != nil {
					t.Fatal(err)
				}
				if !maps.Equal(contents(t, got), contents(t, want)) || !slices.Equal(got.Plan.Digests(), want.Plan.Digests()) {
					t.Errorf("the files are %q\nwant %q", contents(t, got), contents(t, want))
				}
				notes := strings.Join(got.Notes, "\n")
				for name := range files {
					if isTest := strings.HasSuffix(name, ".in") || strings.HasPrefix(name, "tests/"); isTest && !strings.Contains(notes, name) {
						t.Errorf("nobody is told that %s was changed: %s", name, notes)
					}
				}
				if a, b := asJSON(t, *got), asJSON(t, *want); a != b {
					t.Errorf("got  %s\nwant %s", a, b)
				}
			})
		}
	}
}

func TestTestDataThatIsNoPlainText(t *testing.T) {
	const at = "data/secret/1.in"
	for sentence, c := range map[string]struct{ stored, kept, note string }{
		"plain text":             {"a\nb\n", "a\nb\n", ""},
		"no last line end":       {"a\nb", "a\nb", ""},
		"nothing":                {"", "", ""},
		"Latin-1":                {"Gr\xf6\xdfe\n", "Gr\xf6\xdfe\n", ""},
		"Latin-1 with CRLF":      {"Gr\xf6\xdfe\r\n", "Gr\xf6\xdfe\n", "end with LF now"},
		"some lines with CRLF":   {"a\r\nb\n", "a\nb\n", "end with LF now"},
		"CR amid a line":         {"a\rb\n", "a\rb\n", "taken as it is"},
		"NUL":                    {"a\x00\r\n", "a\x00\r\n", "taken as it is"},
		"an image":               {"\x89PNG\r\n\x1a\n", "\x89PNG\r\n\x1a\n", "taken as it is"},
		"UTF-16 without a mark":  {"a\x00\n\x00", "a\x00\n\x00", "taken as it is"},
		"UTF-16 that breaks off": {"\xff\xfea\x00\n", "\xff\xfea\x00\n", "taken as it is"},
		"UTF-16":                 {texttest.UTF16("ß\r\n", binary.LittleEndian), "ß\n", "it is UTF-8 now"},
	} {
		t.Run(sentence, func(t *testing.T) {
			files := map[string]string{"problem.yaml": "name: x\nlimits: {time_limit: 1}\n", at: c.stored, "data/secret/1.ans": "b\n"}
			for how, open := range map[string]func() (*problem.Package, error){
				"a folder": func() (*problem.Package, error) { return packages.Read(folder(files), rows) },
				"an archive": func() (*problem.Package, error) {
					packed := archive(t, entry{name: "data/secret/2.in", data: []byte(c.stored)}, entry{name: "data/secret/2.ans"})
					return packages.ReadZip(bytes.NewReader(packed), int64(len(packed)), rows)
				},
			} {
				p, err := open()
				if err != nil {
					t.Fatal(err)
				}
				if !slices.Contains(slices.Collect(maps.Values(contents(t, p))), c.kept) {
					t.Errorf("%s: it holds %q", how, contents(t, p))
				}
				if told := strings.Join(p.Notes, "\n"); c.note == "" && told != "" || !strings.Contains(told, c.note) || c.note != "" && !strings.Contains(told, "data/secret/") {
					t.Errorf("%s: nobody is told %q: %q", how, c.note, told)
				}
			}
		})
	}
}

// What validators are tried on stays as it is: that is what they are to refuse.
func TestDataThatTriesValidatorsIsTakenAsItIs(t *testing.T) {
	p, err := packages.Read(folder(map[string]string{
		"problem.yaml": "name: x\nlimits: {time_limit: 1}\n", "data/secret/1.in": "1\n", "data/secret/1.ans": "1\n", "data/invalid_input/crlf.in": "2\r\n",
		"data/invalid_output/mark.in": "3\n", "data/invalid_output/mark.ans": "3\n", "data/invalid_output/mark.out": "\ufeff3\n",
	}), rows)
	if err != nil {
		t.Fatal(err)
	}
	all := slices.Collect(maps.Values(contents(t, p)))
	if !slices.Contains(all, "2\r\n") || !slices.Contains(all, "\ufeff3\n") || len(p.Notes) > 0 {
		t.Errorf("%q, %q", all, p.Notes)
	}
}

func TestTextInAnUnknownEncodingIsRefusedWithItsLine(t *testing.T) {
	for name, c := range map[string]struct{ format, text, want string }{
		"problem.yaml":                    {"legacy", "name: x\n# gr\xf6\xdfe\n", "problem.yaml: line 2 is not UTF-8"},
		"domjudge-problem.ini":            {"legacy", "a=1\n\nname=\xe4\n", "domjudge-problem.ini: line 3 is not UTF-8"},
		"problem_statement/problem.en.md": {"legacy", "a\n\x00\n", "problem_statement/problem.en.md: line 2 holds a NUL byte"},
		"attachments/starter/s.py":        {"legacy", "# \xdf\n", "attachments/starter/s.py: line 1 is not UTF-8"},
		"data/secret/1.args":              {"legacy", "\xff-", "data/secret/1.args: line 1 is not UTF-8"},
		"data/secret/1.yaml":              {"2025-09", texttest.UTF16("args: [x]\n", binary.LittleEndian)[2:], "data/secret/1.yaml: line 1 holds a NUL byte"},
		"statements/english/problem.tex":  {"polygon", "a\nb\nGr\xf6\xdfe\n", "statements/english/problem.tex: line 3 is not UTF-8"},
		"problem.xml":                     {"polygon", "<?xml version=\"1.0\" encoding=\"windows-1251\"?><problem/>", "save it as UTF-8"},
	} {
		files := maps.Clone(plainPackages[c.format])
		files[name] = c.text
		_, err := packages.Read(folder(files), rows)
		if e := errs.Of(err); err == nil || e.Code != "package_invalid" || !strings.Contains(e.Detail, c.want) || e.Pointer != "/"+name {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
