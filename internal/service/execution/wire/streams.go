package wire

import (
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
)

// The streams in which the subjects above are kept: jobs and results until they are taken, what runs tell for as long as
// somebody may want to read it again.
const (
	StreamRuns    = "RUNS"
	StreamJudge   = "JUDGE"
	StreamResults = "RESULTS"
)

// Streams are these.
var Streams = []bus.StreamConfig{
	{Name: StreamJudge, Subjects: []string{SubjectJobs + ">"}, WorkQueue: true, MaxBytes: 512 << 20},
	{Name: StreamResults, Subjects: []string{SubjectResults + ">"}, WorkQueue: true, MaxBytes: 1 << 30},
	{Name: StreamRuns, Subjects: []string{SubjectRunEvents + ">"}, Memory: true, MaxAge: 15 * time.Minute, MaxBytes: 192 << 20},
}
