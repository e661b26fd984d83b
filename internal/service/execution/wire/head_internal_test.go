package wire

import (
	"encoding/json"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
)

// TestHeadsOfTheReleaseBeforeAreRead and ours are as it writes them, where runs are of attempts or of members.
func TestHeadsOfTheReleaseBeforeAreRead(t *testing.T) {
	const rest = `"id":"r","organization":"o","language":"c","startedAt":"0001-01-01T00:00:00Z"`
	for says, c := range map[string]struct {
		old  string
		want Head
	}{
		"an attempt's": {`{"attempt":"a","answer":"x",` + rest + `}`, Head{ID: "r", Organization: "o", Language: "c", Place: identity.InAttempt("a"), Part: "x"}},
		"a member's":   {`{"user":"u",` + rest + `}`, Head{ID: "r", Organization: "o", Language: "c", User: "u"}},
	} {
		var read Head
		if err := json.Unmarshal([]byte(c.old), &read); err != nil || read != c.want {
			t.Errorf("%s is read as %+v: %v", says, read, err)
		}
		ours, err := json.Marshal(c.want)
		var again, old map[string]any
		if err != nil || json.Unmarshal(ours, &again) != nil || json.Unmarshal([]byte(c.old), &old) != nil {
			t.Fatal(says, err)
		}
		if len(again) != len(old) || again["attempt"] != old["attempt"] || again["answer"] != old["answer"] || again["user"] != old["user"] {
			t.Errorf("%s is written as %s", says, ours)
		}
	}
}
