package app

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestEveryDurableSubjectHasItsStream reads the sources: each subject that is given to an outbox or to the queue to keep is
// kept by one stream of the table.
func TestEveryDurableSubjectHasItsStream(t *testing.T) {
	functions, values := declared(t)
	durable := map[string]bool{}
	for name, places := range functions {
		for _, f := range places {
			for _, subject := range durables(f, functions) {
				durable[subject] = true
				if _, ok := values[subject]; !ok {
					t.Errorf("%s sends %q, whose value is not known here", name, subject)
				}
			}
		}
	}
	if len(durable) < 6 {
		t.Fatalf("found %v: the reading of the sources is broken", durable)
	}
	for name := range durable {
		kept := 0
		for _, stream := range streams() {
			for _, subject := range stream.Subjects {
				if strings.HasPrefix(values[name], strings.TrimSuffix(subject, ">")) {
					kept++
				}
			}
		}
		if kept != 1 {
			t.Errorf("%s (%s) is kept by %d streams", name, values[name], kept)
		}
	}
}

// declared are the functions of the product by name, and the values of constants that are called Subject and something.
func declared(t *testing.T) (functions map[string][]*ast.FuncDecl, values map[string]string) {
	t.Helper()
	functions, values = map[string][]*ast.FuncDecl{}, map[string]string{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch d := n.(type) {
			case *ast.FuncDecl:
				functions[d.Name.Name] = append(functions[d.Name.Name], d)
			case *ast.ValueSpec:
				for i, name := range d.Names {
					if strings.HasPrefix(name.Name, "Subject") && i < len(d.Values) {
						if text, ok := d.Values[i].(*ast.BasicLit); ok {
							values[name.Name], _ = strconv.Unquote(text.Value)
						}
					}
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return functions, values
}

// durables are the subjects that f has kept: those it names itself, those of a function that makes the subject, and, where
// it takes the subject from its caller, those of its callers.
func durables(f *ast.FuncDecl, functions map[string][]*ast.FuncDecl) (subjects []string) {
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || !keeps(call) {
			return true
		}
		for _, argument := range call.Args {
			ast.Inspect(argument, func(n ast.Node) bool {
				id, ok := n.(*ast.Ident)
				switch {
				case !ok:
				case strings.HasPrefix(id.Name, "Subject") && id.Name != "Subject":
					subjects = append(subjects, id.Name)
				case strings.HasSuffix(id.Name, "Subject") && id.Name != "Subject":
					for _, maker := range functions[id.Name] {
						subjects = append(subjects, named(maker)...)
					}
				case id.Name == "subject":
					for _, all := range functions {
						for _, caller := range all {
							subjects = append(subjects, given(caller, f.Name.Name)...)
						}
					}
				}
				return true
			})
		}
		return true
	})
	return subjects
}

// keeps tells whether the call is outbox.Add or PublishDurable.
func keeps(call *ast.CallExpr) bool {
	s, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	of, _ := s.X.(*ast.Ident)
	return s.Sel.Name == "PublishDurable" || s.Sel.Name == "Add" && of != nil && of.Name == "outbox"
}

// given are the subjects that f gives the function of that name.
func given(f *ast.FuncDecl, to string) (subjects []string) {
	ast.Inspect(f, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if s, ok := call.Fun.(*ast.SelectorExpr); ok && s.Sel.Name == to {
				for _, argument := range call.Args {
					subjects = append(subjects, named(argument)...)
				}
			}
		}
		return true
	})
	return subjects
}

// named are the subjects that a piece of source names.
func named(n ast.Node) (subjects []string) {
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && strings.HasPrefix(id.Name, "Subject") && id.Name != "Subject" {
			subjects = append(subjects, id.Name)
		}
		return true
	})
	return subjects
}
