package collabtest

import (
	"encoding/json"
	"testing"
)

// JSON is a value as JSON, in which a lone surrogate stays what it is: texts are compared by it.
func JSON(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
