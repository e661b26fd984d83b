package watch

import (
	"testing"
	"time"
)

// TestAFolderThatFillsFastIsLookedAtInTime is about when the next look must be: however long a look takes, it is no excuse.
func TestAFolderThatFillsFastIsLookedAtInTime(t *testing.T) {
	const files = 32768
	begun := time.Now()
	later := func(bytes int64, count int) filling {
		return filling{at: begun.Add(time.Second), bytes: bytes, count: count}
	}
	for says, c := range map[string]struct {
		before, now filling
		want        time.Duration
	}{
		"nothing grows":              {filling{at: begun, bytes: 10, count: 5}, later(10, 5), time.Hour},
		"it shrinks":                 {filling{at: begun, bytes: 10, count: 5}, later(2, 1), time.Hour},
		"half of its files a second": {filling{at: begun}, later(0, files/2), time.Second},
		"a tenth of its bytes":       {filling{at: begun}, later(100, 0), 9 * time.Second},
		"the nearer one counts":      {filling{at: begun}, later(500, files/4), time.Second},
		"full already":               {filling{at: begun}, later(2000, 1), 0},
		"the first look":             {filling{}, later(10, 5), time.Hour},
	} {
		if got := c.now.fullIn(c.before, 1000, files).Round(time.Millisecond); got != c.want {
			t.Errorf("%s: looked at again after %v, want %v", says, got, c.want)
		}
	}
}
