package assessments

import (
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func TestAttemptsAreCountedWhileTheyRun(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		expect := func(want float64) {
			t.Helper()
			if got := harness.Figure(t, w.metrics, "codecraft_attempts_running"); got != want {
				t.Errorf("%v attempts run, want %v", got, want)
			}
		}
		expect(0)
		ctx, a, _ := w.begun(t)
		expect(1)
		_, err := w.attempts.SetState(ctx, a.ID, attempt.Finished)
		must(t, err)
		expect(0)
	})
}
