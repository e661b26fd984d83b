// Package statements reads the SQL of the sources, and which of it is of one organization: a statement that reads, changes or deletes
// rows of a table that has organization_id names that column in its conditions, so that no mistake above it shows one organization what
// is another's. One that cannot has a comment in its function, or above it, that says why:
//
//	// any organization: blobs are of none, and the collector asks after all.
package statements

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const column = "organization_id"

// excuse begins the comment that says why a statement is of no one organization.
const excuse = "// any organization: "

// places are where SQL is.
var places = []string{"internal/service", "internal/parts", "internal/base"}

// Found is what the sources have.
type Found struct {
	Tables     []string // those with the column
	Statements int      // on such tables
	Excused    int      // functions, or declarations, that say why
	Faults     []string // statements that neither name the column nor are excused, and excuses of nothing
}

// Read reads the sources below root.
func Read(root string) (Found, error) {
	var found Found
	folders := map[string][]*ast.File{}
	set := token.NewFileSet()
	err := filepath.WalkDir(filepath.Join(root, "internal"), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		switch {
		case filepath.Base(filepath.Dir(name)) == "migrations" && filepath.Ext(name) == ".sql":
			text, err := os.ReadFile(name)
			found.Tables = append(found.Tables, tables(string(text))...)
			return err
		case filepath.Ext(name) != ".go", strings.HasSuffix(name, "_test.go"), !inside(root, name):
			return nil
		}
		file, err := parser.ParseFile(set, name, nil, parser.ParseComments)
		folders[filepath.Dir(name)] = append(folders[filepath.Dir(name)], file)
		return err
	})
	for _, files := range folders {
		consts := constants(files)
		for _, file := range files {
			for _, d := range file.Decls {
				found.look(set, file, d, consts)
			}
		}
	}
	slices.Sort(found.Faults)
	return found, err
}

func inside(root, name string) bool {
	return slices.ContainsFunc(places, func(folder string) bool {
		return strings.HasPrefix(filepath.ToSlash(name), filepath.ToSlash(filepath.Join(root, folder))+"/")
	})
}

var made = regexp.MustCompile(`(?s)CREATE TABLE (\w+) \((.*?)\n\);`)

// tables are those of a migration that are made with the column.
func tables(migration string) (all []string) {
	for _, m := range made.FindAllStringSubmatch(migration, -1) {
		if strings.Contains(m[2], column) {
			all = append(all, m[1])
		}
	}
	return all
}

// look holds the statements of a declaration to the rule.
func (f *Found) look(set *token.FileSet, file *ast.File, d ast.Decl, consts map[string]string) {
	consts = local(d, consts)
	said, built := excused(file, d), builds(d)
	unscoped := false
	texts(d, consts, func(at token.Pos, text string) {
		if !f.of(text) {
			return
		}
		f.Statements++
		if scoped(text) || strings.Contains(text, unknown) && built {
			return
		}
		unscoped = true
		if !said {
			f.Faults = append(f.Faults, set.Position(at).String()+": "+strings.Join(strings.Fields(text), " "))
		}
	})
	if !said {
		return
	}
	f.Excused++
	if !unscoped {
		f.Faults = append(f.Faults, set.Position(d.Pos()).String()+": what is said to be of any organization is of one: take the comment away")
	}
}

var (
	begins  = regexp.MustCompile(`(?i)^\s*(SELECT|UPDATE|DELETE|INSERT|WITH)\b`)
	touched = regexp.MustCompile(`\b(?:FROM|JOIN|UPDATE) (\w+)`)
	asked   = regexp.MustCompile(`(?s)\b(?:WHERE|JOIN)\b(.*)`)
	beside  = regexp.MustCompile(`(?s)\b(?:ORDER BY|GROUP BY|RETURNING)\b.*?(?:\bWHERE\b|\bJOIN\b|$)`)
)

// of reports whether a text is a statement on a table with the column.
func (f *Found) of(text string) bool {
	if !begins.MatchString(text) {
		return false
	}
	return slices.ContainsFunc(touched.FindAllStringSubmatch(strings.Join(strings.Fields(text), " "), -1), func(m []string) bool {
		return slices.Contains(f.Tables, m[1])
	})
}

// scoped reports whether a statement names the column in its conditions, be it those of a join.
func scoped(statement string) bool {
	m := asked.FindStringSubmatch(statement)
	return m != nil && strings.Contains(beside.ReplaceAllString(m[1], ""), column)
}

// excused reports whether the declaration says why its statements are of no one organization.
func excused(file *ast.File, d ast.Decl) bool {
	from := d.Pos()
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Doc != nil {
			from = d.Doc.Pos()
		}
	case *ast.GenDecl:
		if d.Doc != nil {
			from = d.Doc.Pos()
		}
	}
	for _, group := range file.Comments {
		for _, c := range group.List {
			if c.Pos() >= from && c.End() <= d.End() && strings.HasPrefix(c.Text, excuse) && len(c.Text) > len(excuse)+10 {
				return true
			}
		}
	}
	return false
}

// builds reports whether conditions are put together in a declaration that name the column.
func builds(d ast.Decl) (yes bool) {
	ast.Inspect(d, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 {
			return true
		}
		name := ""
		if s, ok := call.Fun.(*ast.SelectorExpr); ok {
			name = s.Sel.Name
		}
		text, _ := literal(call.Args[0], nil)
		yes = yes || (name == "Where" || name == "And") && strings.Contains(text, column+" =")
		return true
	})
	return yes
}

// unknown stands in a text for what is known when the program runs.
const unknown = " … "

// texts calls do with each text of a declaration, put together.
func texts(d ast.Node, consts map[string]string, do func(token.Pos, string)) {
	ast.Inspect(d, func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		text, known := literal(e, consts)
		if known {
			do(e.Pos(), text)
		}
		return !known
	})
}

// literal is a text that begins with a literal; false of any other expression.
func literal(e ast.Expr, consts map[string]string) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		begin, ok := literal(e.X, consts)
		if !ok || e.Op != token.ADD {
			return "", false
		}
		return begin + value(e.Y, consts), true
	}
	return "", false
}

func value(e ast.Expr, consts map[string]string) string {
	if id, ok := e.(*ast.Ident); ok {
		if text, known := consts[id.Name]; known {
			return text
		}
	}
	if text, ok := literal(e, consts); ok {
		return text
	}
	return unknown
}

// constants are the texts that a package names; one may be made of others.
func constants(files []*ast.File) map[string]string {
	all := map[string]string{}
	for range 3 {
		for _, file := range files {
			for _, d := range file.Decls {
				if d, ok := d.(*ast.GenDecl); ok {
					keep(d, all)
				}
			}
		}
	}
	return all
}

func keep(d *ast.GenDecl, all map[string]string) {
	for _, s := range d.Specs {
		if s, ok := s.(*ast.ValueSpec); ok {
			for i, name := range s.Names {
				if i < len(s.Values) {
					if text, ok := literal(s.Values[i], all); ok {
						all[name.Name] = text
					}
				}
			}
		}
	}
}

// local adds the constants of a function.
func local(d ast.Decl, consts map[string]string) map[string]string {
	all := maps.Clone(consts)
	ast.Inspect(d, func(n ast.Node) bool {
		if d, ok := n.(*ast.GenDecl); ok {
			keep(d, all)
		}
		return true
	})
	return all
}
