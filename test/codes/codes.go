// Package codes reads from the sources which error codes the product answers with, each with its status and what its
// detail tells to do. docs/errors.md is made of it.
package codes

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Code is one error code: its kinds, and its details as they are formatted.
type Code struct {
	Name    string
	Kinds   []string
	Details []string
}

// Found is what the sources emit.
type Found struct {
	Codes   map[string]*Code
	Unclear []string // places whose code cannot be read: they would be missing from the page
}

// unread are the places whose code comes from elsewhere, and from where.
var unread = map[string]string{
	"internal/base/bus/call.go":  "two codes, one line above the call",
	"internal/base/errs/errs.go": "Missing: the noun and _not_found",
}

// wrapper is a function that hands its parameter code on to errs.New.
type wrapper struct {
	kind string
	at   int
}

// Read parses the Go files below root/internal.
func Read(root string) (Found, error) {
	found := Found{Codes: map[string]*Code{}}
	packages := map[string][]*ast.File{}
	names := map[*ast.File]string{}
	set := token.NewFileSet()
	err := filepath.WalkDir(filepath.Join(root, "internal"), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		names[file] = filepath.ToSlash(rel)
		packages[filepath.Dir(name)] = append(packages[filepath.Dir(name)], file)
		return err
	})
	consts := map[string]map[string]string{}
	for folder, files := range packages {
		consts[folder] = constants(files)
	}
	for folder, files := range packages {
		wrappers := wrappersOf(files)
		for _, file := range files {
			found.file(names[file], file, visible(root, folder, file, consts), wrappers, set)
		}
	}
	return found, err
}

// visible are the constants that a file may name: those of its package, and those of our packages that it imports.
func visible(root, folder string, file *ast.File, consts map[string]map[string]string) map[string]string {
	all := maps.Clone(consts[folder])
	for _, i := range file.Imports {
		_, inside, ours := strings.Cut(strings.Trim(i.Path.Value, `"`), "/internal/")
		if !ours {
			continue
		}
		as := path.Base(inside)
		if i.Name != nil {
			as = i.Name.Name
		}
		for name, value := range consts[filepath.Join(root, "internal", filepath.FromSlash(inside))] {
			all[as+"."+name] = value
		}
	}
	return all
}

func (f *Found) file(name string, file *ast.File, consts map[string]string, wrappers map[string]wrapper, set *token.FileSet) {
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		var kind string
		var at int
		switch called := calledName(call.Fun); {
		case called == "errs.New" && len(call.Args) > 2:
			kind, at = kindOf(call.Args[0]), 1
		case called == "errs.Missing":
			if noun, ok := text(call.Args[0], consts); ok {
				f.add(strings.ReplaceAll(noun, " ", "_")+"_not_found", "NotFound", `there is no `+noun+` with this id here`)
			}
			return true
		default:
			w, known := wrappers[called[strings.LastIndexByte(called, '.')+1:]]
			if !known || len(call.Args) <= w.at+1 || strings.HasPrefix(called, "errs.") {
				return true
			}
			kind, at = w.kind, w.at
		}
		code, ok := text(call.Args[at], consts)
		id, isParameter := call.Args[at].(*ast.Ident)
		switch {
		case ok:
			detail, _ := text(call.Args[at+1], consts)
			f.add(code, kind, detail)
		case isParameter && id.Name == "code", unread[name] != "":
		default:
			f.Unclear = append(f.Unclear, set.Position(call.Pos()).String())
		}
		return true
	})
}

func (f *Found) add(code, kind, detail string) {
	c := f.Codes[code]
	if c == nil {
		c = &Code{Name: code}
		f.Codes[code] = c
	}
	if !slices.Contains(c.Kinds, kind) {
		c.Kinds = append(c.Kinds, kind)
	}
	if detail != "" && detail != "%s" && !slices.Contains(c.Details, detail) {
		c.Details = append(c.Details, detail)
	}
}

func constants(files []*ast.File) map[string]string {
	all := map[string]string{}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok {
				for i, name := range spec.Names {
					if i < len(spec.Values) {
						if value, ok := text(spec.Values[i], nil); ok {
							all[name.Name] = value
						}
					}
				}
			}
			return true
		})
	}
	return all
}

func wrappersOf(files []*ast.File) map[string]wrapper {
	all := map[string]wrapper{}
	look := func(name string, params *ast.FieldList, body ast.Node) {
		at, i := -1, 0
		for _, field := range params.List {
			for _, p := range field.Names {
				if p.Name == "code" {
					at = i
				}
				i++
			}
		}
		if at < 0 || body == nil {
			return
		}
		ast.Inspect(body, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && calledName(call.Fun) == "errs.New" {
				if id, ok := call.Args[1].(*ast.Ident); ok && id.Name == "code" {
					all[name] = wrapper{kindOf(call.Args[0]), at}
				}
			}
			return true
		})
	}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Body != nil {
					look(n.Name.Name, n.Type.Params, n.Body)
				}
			case *ast.AssignStmt:
				for i, right := range n.Rhs {
					if f, ok := right.(*ast.FuncLit); ok {
						if id, ok := n.Lhs[i].(*ast.Ident); ok {
							look(id.Name, f.Type.Params, f.Body)
						}
					}
				}
			}
			return true
		})
	}
	return all
}

func calledName(fun ast.Expr) string {
	switch fun := fun.(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		if id, ok := fun.X.(*ast.Ident); ok {
			return id.Name + "." + fun.Sel.Name
		}
		return "." + fun.Sel.Name
	}
	return ""
}

func kindOf(e ast.Expr) string {
	if s, ok := e.(*ast.SelectorExpr); ok {
		return s.Sel.Name
	}
	return "?"
}

func text(e ast.Expr, consts map[string]string) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil && e.Kind == token.STRING
	case *ast.Ident:
		s, ok := consts[e.Name]
		return s, ok
	case *ast.SelectorExpr:
		s, ok := consts[calledName(e)]
		return s, ok
	case *ast.BinaryExpr:
		a, okA := text(e.X, consts)
		b, okB := text(e.Y, consts)
		return a + b, okA && okB
	}
	return "", false
}
