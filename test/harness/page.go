package harness

import (
	"os"
	"testing"
)

// Page holds a page that is made from the sources to the file that it is kept in, or, with update, writes that.
func Page(t testing.TB, file, made string, update bool) {
	t.Helper()
	if update {
		if err := os.WriteFile(file, []byte(made), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(kept) != made {
		t.Errorf("%s is not up to date: run make gen", file)
	}
}
