package toolchain

import (
	"embed"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// The table is a file a family. Of two rows with one extension, that of the earlier file is meant
// when a file is all that is known.
//
//go:embed languages/*.yaml languages/beside
var builtin embed.FS

var families = []string{"common", "compiled", "jvm", "web", "scripting", "functional", "lisp", "logic", "shell", "versions"}

var builtinIDs = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for _, l := range Builtin() {
		all[l.ID] = true
	}
	return all
})

const besideDir = "languages/beside/"

// beside are our own files that the programs of a row find in ProgramDir.
func (l *Language) beside() (files []File) {
	for _, name := range l.Beside {
		if data, err := builtin.ReadFile(besideDir + name); err == nil { // validate has looked
			files = append(files, File{Name: "." + name, Data: data})
		}
	}
	return files
}

// Known reports whether there is a language of this id, installed or not.
func Known(id string) bool { return builtinIDs()[id] }

// NotListed refuses a language that is not Known, to users of the API.
func NotListed(id string) *errs.Error {
	return errs.New(errs.Invalid, "language_unknown", "there is no language %.40q: GET /v1/languages lists them", id)
}

// Builtin are the languages that CodeCraft brings. The rows are the caller's to change, but not what they refer to.
func Builtin() []Language { return slices.Clone(parsed()) }

// parsed is the embedded table, which takes tens of milliseconds to read.
var parsed = sync.OnceValue(func() []Language {
	var text strings.Builder
	for _, family := range families {
		data, err := builtin.ReadFile("languages/" + family + ".yaml")
		if err != nil {
			panic(err)
		}
		text.Write(data)
	}
	rows, err := Parse([]byte(text.String()))
	if err != nil {
		panic(err) // a test parses the embedded table
	}
	return rows
})

// npmArch is what npm's packages of programs call this processor.
func npmArch() string {
	if runtime.GOARCH == "amd64" {
		return "x64"
	}
	return runtime.GOARCH
}

// Parse reads a table and refuses unknown keys, doubled ids, bad patterns and unknown placeholders.
func Parse(data []byte) ([]Language, error) {
	text := strings.NewReplacer("{arch}", runtime.GOARCH, "{npm_arch}", npmArch()).Replace(string(data))
	file, err := parser.ParseBytes([]byte(text), 0)
	if err != nil {
		return nil, unreadable(err)
	}
	var rows []Language
	for _, doc := range file.Docs {
		list, ok := doc.Body.(*ast.SequenceNode)
		if !ok {
			return nil, errs.New(errs.Invalid, "languages_invalid", "the table of languages is not a list of rows")
		}
		for _, node := range list.Values {
			if rows, err = appendRow(rows, node); err != nil {
				return nil, err
			}
		}
	}
	return rows, nil
}

func unreadable(err error) error {
	return errs.New(errs.Invalid, "languages_invalid", "the table of languages cannot be read: %s", yaml.FormatError(err, false, false))
}

func appendRow(rows []Language, node ast.Node) ([]Language, error) {
	var l Language
	if err := yaml.NodeToValue(node, &l, yaml.Strict()); err != nil {
		return nil, unreadable(err)
	}
	if at(rows, l.ID) >= 0 {
		return nil, l.fault("is in the table twice")
	}
	if l.Like != "" {
		base := at(rows, l.Like)
		if base < 0 {
			return nil, l.fault("is like %q, which is no earlier row", l.Like)
		}
		l.inherit(rows[base], node)
	}
	if err := l.validate(); err != nil {
		return nil, err
	}
	for _, need := range l.Needs {
		if at(rows, need) < 0 {
			return nil, l.fault("needs %q, which is no earlier row", need)
		}
	}
	if l.Example == (Example{}) {
		l.Example = Example{Input: "Ada\n", Output: "Hello, Ada!\n"}
	}
	if l.Factors.CPU == 0 {
		l.Factors.CPU = 1
	}
	return append(rows, l), nil
}

func at(rows []Language, id string) int {
	return slices.IndexFunc(rows, func(l Language) bool { return l.ID == id })
}

// inherit takes from base every key that the row leaves out. A row with a first program of its own speaks another language,
// so that no other program is its.
func (l *Language) inherit(base Language, node ast.Node) {
	own := map[string]bool{}
	if m, ok := node.(*ast.MappingNode); ok {
		for _, pair := range m.Values {
			own[pair.Key.String()] = true
		}
	}
	own["library"] = own["library"] || own["starter"]
	to, from := reflect.ValueOf(l).Elem(), reflect.ValueOf(base)
	for i := range to.NumField() {
		if key := to.Type().Field(i).Tag.Get("yaml"); !own[key] && key != "like" {
			to.Field(i).Set(from.Field(i))
		}
	}
}
