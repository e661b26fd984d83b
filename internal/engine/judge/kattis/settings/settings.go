// Package settings reads the YAML of packages, which anybody may have written: within bounds of size, depth and aliases,
// with faults that name the file, the line and the nearest known key; and it makes texts of values that are written now
// as one thing and then as another.
package settings

import (
	"bytes"
	"errors"
	"reflect"
	"strconv"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/codecraft-hq/codecraft/internal/base/config"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
)

// Bounds of a YAML file: its parser descends by calling itself, and aliases of aliases would grow without end.
const (
	maxYAMLBytes  = 256 << 10
	maxYAMLNested = 64
	maxAliases    = 100
)

// Decode reads the text of a file into v. What is wrong is said of the file's name.
func Decode(name, text string, v any, options ...yaml.DecodeOption) error {
	data := []byte(text)
	if err := harmless(data); err != nil {
		return problem.Fault(name, "cannot be read: %s", err)
	}
	if err := yaml.UnmarshalWithOptions(data, v, options...); err != nil {
		if unknown := (*yaml.UnknownFieldError)(nil); errors.As(err, &unknown) {
			key := unknown.Token.Value
			return problem.Fault(name, "line %d: there is no key %q%s", unknown.Token.Position.Line, key, config.DidYouMean(key, keysOf(reflect.TypeOf(v))))
		}
		return problem.Fault(name, "cannot be read: %s", yaml.FormatError(err, false, false))
	}
	return nil
}

// keysOf are the keys that a type is read from, those of what is in it included.
func keysOf(t reflect.Type) (keys []string) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	for i := range t.NumField() {
		keys = append(keys, t.Field(i).Tag.Get("yaml"))
		keys = append(keys, keysOf(t.Field(i).Type)...)
	}
	return keys
}

func harmless(data []byte) error {
	if len(data) > maxYAMLBytes {
		return errors.New("it is larger than 256 KB")
	}
	for line := range bytes.Lines(data) {
		if nested(line) > maxYAMLNested {
			return errors.New("it is nested too deeply")
		}
	}
	if nested(data) > 4*maxYAMLNested {
		return errors.New("it is nested too deeply")
	}
	if !bytes.ContainsRune(data, '*') {
		return nil
	}
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		return errors.New(yaml.FormatError(err, false, false))
	}
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		a := &aliases{}
		ast.Walk(a, doc.Body)
		if a.nested || a.count > maxAliases {
			return errors.New("it has too many aliases, or aliases within anchors")
		}
	}
	return nil
}

// nested is how many lists and maps may at most be open at once. It counts more than there are, never less.
func nested(text []byte) int {
	open, most, blocks := 0, 0, 0
	for i, c := range text {
		switch c {
		case '[', '{':
			open++
		case ']', '}':
			open = max(open-1, 0)
		case '-', '?', ':', '!', '&':
			if i+1 == len(text) || text[i+1] == ' ' || text[i+1] == '\t' || c == '!' || c == '&' {
				blocks++
			}
		case '\n':
			blocks = 0
		}
		most = max(most, open+blocks)
	}
	return most
}

// aliases looks for aliases inside of what an anchor names.
type aliases struct {
	count  int
	nested bool
}

// Visit implements ast.Visitor.
func (a *aliases) Visit(n ast.Node) ast.Visitor {
	switch n := n.(type) {
	case *ast.AliasNode:
		a.count++
	case *ast.AnchorNode:
		if n.Value != nil {
			inner := &aliases{}
			ast.Walk(inner, n.Value)
			a.nested = a.nested || inner.count > 0 || inner.nested
			return nil
		}
	}
	return a
}

// Text is a value of YAML as text; a list or a map is none.
func Text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case uint64:
		return strconv.FormatUint(v, 10)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// List is a value that may be one text or several.
func List(v any) ([]string, bool) {
	switch v := v.(type) {
	case nil:
		return nil, true
	case []any:
		all := make([]string, 0, len(v))
		for _, e := range v {
			switch e.(type) {
			case []any, map[string]any, nil:
				return nil, false
			}
			all = append(all, Text(e))
		}
		return all, true
	case map[string]any:
		return nil, false
	}
	return []string{Text(v)}, true
}
