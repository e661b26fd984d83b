// Package assessments is what the assessments service exchanges with the others.
package assessments

import (
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
}

// MayRunAnswer says whether the attempt is open now; a refusal is an errs.Error instead.
type MayRunAnswer struct {
	SecondsLeft int `json:"secondsLeft"`
}
