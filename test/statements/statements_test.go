package statements_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/test/statements"
)

func TestEveryStatementIsOfOneOrganizationOrSaysWhyNot(t *testing.T) {
	found, err := statements.Read("../..")
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Tables) < 30 || found.Statements < 200 {
		t.Fatalf("%d tables and %d statements were found: the walk is broken", len(found.Tables), found.Statements)
	}
	for _, fault := range found.Faults {
		t.Errorf("%s", fault)
	}
	t.Logf("%d statements on %d tables; %d declarations say why theirs are of no one organization", found.Statements, len(found.Tables), found.Excused)
}

const migration = `-- +goose Up
CREATE TABLE boats (
  id              TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL
);
CREATE TABLE harbours (
  id TEXT PRIMARY KEY
);
`

func TestWhatIsAFault(t *testing.T) {
	for name, c := range map[string]struct {
		code string
		want string // in the fault; empty: there is none
	}{
		"one by its id":                         {"func f() { q(`SELECT name FROM boats WHERE id = $1`) }", "SELECT name FROM boats"},
		"one of an organization":                {"func f() { q(`SELECT name FROM boats WHERE id = $1 AND organization_id = $2`) }", ""},
		"a table that has no such column":       {"func f() { q(`SELECT name FROM harbours WHERE id = $1`) }", ""},
		"all":                                   {"func f() { q(`DELETE FROM boats`) }", "DELETE FROM boats"},
		"a change":                              {"func f() { q(`UPDATE boats SET organization_id = $1 WHERE id = $2`) }", "UPDATE boats"},
		"a column that is only read":            {"func f() { q(`SELECT organization_id FROM boats WHERE id = $1`) }", "SELECT organization_id"},
		"a column that is only answered":        {"func f() { q(`UPDATE boats SET x = 1 WHERE id = $1 RETURNING organization_id`) }", "UPDATE boats"},
		"a column that orders":                  {"func f() { q(`SELECT id FROM boats WHERE x = 1 ORDER BY organization_id`) }", "SELECT id"},
		"a join over it":                        {"func f() { q(`SELECT b.id FROM boats b JOIN crews c ON c.organization_id = b.organization_id`) }", ""},
		"a copy":                                {"func f() { q(`INSERT INTO harbours (id) SELECT id FROM boats WHERE id = $1`) }", "INSERT INTO harbours"},
		"a new row":                             {"func f() { q(`INSERT INTO boats (id, organization_id) VALUES ($1, $2)`) }", ""},
		"over several lines":                    {"func f() { q(`SELECT id\n\t\tFROM\n\t\tboats WHERE id = $1`) }", "SELECT id FROM boats"},
		"columns of a constant":                 {"const columns = `id, organization_id`\nfunc f() { q(`SELECT `+columns+` FROM boats WHERE id = $1`) }", "SELECT id, organization_id FROM"},
		"a condition of a constant":             {"const ours = `organization_id = $1`\nfunc f() { q(`SELECT id FROM boats WHERE `+ours) }", ""},
		"a statement of a constant":             {"const all = `SELECT id FROM boats`\nfunc f() { q(all) }", "SELECT id FROM boats"},
		"conditions that are built":             {"func f() { w := db.Where(\"organization_id = ?\", o); q(`SELECT id FROM boats`+w.SQL()) }", ""},
		"conditions that are built without it":  {"func f() { w := db.Where(\"id = ?\", o); q(`SELECT id FROM boats`+w.SQL()) }", "SELECT id FROM boats"},
		"conditions that others build":          {"func f(w *Conditions) { q(`SELECT id FROM boats`+w.SQL()) }", "SELECT id FROM boats"},
		"a reason above the function":           {"// any organization: a harbour master sees all boats\nfunc f() { q(`SELECT id FROM boats`) }", ""},
		"a reason at the end of its comment":    {"// f is for all.\n//\n// any organization: a harbour master sees all boats\nfunc f() { q(`SELECT id FROM boats`) }", ""},
		"a reason in the function":              {"func f() {\n\t// any organization: a harbour master sees all boats\n\tq(`SELECT id FROM boats`)\n}", ""},
		"a reason above a table":                {"// any organization: a harbour master sees all boats\nvar queries = []string{`SELECT id FROM boats`}", ""},
		"a reason that is none":                 {"// any organization: yes\nfunc f() { q(`SELECT id FROM boats`) }", "SELECT id FROM boats"},
		"the reason of another function":        {"// any organization: a harbour master sees all boats\nfunc g() { q(`SELECT id FROM boats`) }\n\nfunc f() { q(`DELETE FROM boats`) }", "DELETE FROM boats"},
		"a reason for what is of one":           {"// any organization: a harbour master sees all boats\nfunc f() { q(`SELECT id FROM boats WHERE organization_id = $1`) }", "take the comment away"},
		"a second statement beside one that is": {"func f() { q(`SELECT id FROM boats WHERE organization_id = $1`); q(`DELETE FROM boats WHERE id = $1`) }", "DELETE FROM boats"},
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			write(t, filepath.Join(root, "internal/service/harbour/migrations/00001_boats.sql"), migration)
			write(t, filepath.Join(root, "internal/service/harbour/store.go"), "package harbour\n\n"+c.code+"\n")
			found, err := statements.Read(root)
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case c.want == "" && len(found.Faults) > 0:
				t.Errorf("it is a fault: %q", found.Faults)
			case c.want != "" && (len(found.Faults) != 1 || !strings.Contains(found.Faults[0], c.want)):
				t.Errorf("the faults are %q", found.Faults)
			}
		})
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
