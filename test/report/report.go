// Package report writes what was measured into a document.
package report

import (
	"fmt"
	"os"
	"strings"
)

// A table stands between these in the document.
const (
	tableBegins = "<!-- figures: %s, written by make %s -->\n"
	tableEnds   = "<!-- end of figures -->\n"
)

// Tables puts each table, by its name, between its markers in the file; target is the one of make that measures.
func Tables(file, target string, tables map[string]string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	for name, lines := range tables {
		begins := fmt.Sprintf(tableBegins, name, target)
		before, rest, begun := strings.Cut(string(text), begins)
		_, after, ended := strings.Cut(rest, tableEnds)
		if !begun || !ended {
			return fmt.Errorf("%s has no place for the table: put these two lines where it goes:\n%s%s", file, begins, tableEnds)
		}
		text = []byte(before + begins + lines + tableEnds + after)
	}
	return os.WriteFile(file, text, 0o644)
}
