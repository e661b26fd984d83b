// Package assessments is what the assessments service exchanges with the others.
package assessments

import (
	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// SubjectMayRun is asked by execution before a candidate's run: request MayRun → MayRunAnswer.
const SubjectMayRun = "assessments.may-run"

// MayRun names the attempt and, where the run belongs to one, the answer.
type MayRun struct {
	Organization ids.Organization `json:"organization"`
	Attempt      ids.Attempt      `json:"attempt"`
	Answer       ids.Answer       `json:"answer,omitempty"`
	Language     string           `json:"language"`
	Sample       int              `json:"sample,omitempty"` // which of the answer's samples is run, from 1; 0 is none
}

// MayRunAnswer says whether the attempt is open now; a refusal is an errs.Error instead.
type MayRunAnswer struct {
	SecondsLeft int         `json:"secondsLeft"`
	Plan        blob.Digest `json:"plan,omitempty"`   // by which submissions of the answer are judged: judge.Plan as JSON
	Sample      *Sample     `json:"sample,omitempty"` // the one that was asked for
}

// Sample names a test of a plan that candidates see. Versions from before groups were told have none here.
type Sample struct {
	Group string `json:"group,omitempty"`
	Name  string `json:"name"`
}
