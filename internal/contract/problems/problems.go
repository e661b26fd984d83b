// Package problems is what the problems service exchanges with the others.
package problems

import (
	"slices"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// Subjects on the bus.
const (
	SubjectVersion  = "problems.version"  // request: VersionRequest → Version
	SubjectVersions = "problems.versions" // request: VersionsRequest → VersionsAnswer
	SubjectLatest   = "problems.latest"   // request: LatestRequest → VersionsAnswer
)

// VersionRequest names one published version of the organization.
type VersionRequest struct {
	Organization ids.Organization   `json:"organization"`
	Version      ids.ProblemVersion `json:"version"`
}

// VersionsRequest names several; unknown ones are left out of the answer.
type VersionsRequest struct {
	Organization ids.Organization     `json:"organization"`
	Versions     []ids.ProblemVersion `json:"versions"`
}

// LatestRequest asks for the newest published version of each problem, by id or by slug; unpublished ones are left out.
type LatestRequest struct {
	Organization ids.Organization `json:"organization"`
	Problems     []ids.Problem    `json:"problems,omitempty"`
	Slugs        []string         `json:"slugs,omitempty"`
}

// VersionsAnswer lists versions in no particular order.
type VersionsAnswer struct {
	Versions []Version `json:"versions"`
}

// Version is one immutable, published version, with all a candidate may see and, by digest, the judging plan.
type Version struct {
	ID         ids.ProblemVersion `json:"id"`
	Problem    ids.Problem        `json:"problem"`
	Number     int                `json:"number"`
	Title      string             `json:"title"`
	Difficulty string             `json:"difficulty"` // easy, medium, hard
	Tags       []string           `json:"tags"`
	Statement  string             `json:"statement"` // Markdown with maths
	Samples    []Sample           `json:"samples"`
	Groups     []Group            `json:"groups"` // names and points of hidden groups, in order
	Limits     Limits             `json:"limits"`
	Languages  []string           `json:"languages"` // allowed language ids; empty: all that are installed
	Starters   []Starter          `json:"starters"`
	Points     float64            `json:"points"` // sum over groups
	Plan       blob.Digest        `json:"plan"`   // judge.Plan as JSON
}

// Shows reports whether a candidate reads a text of the version that has the picture.
func (v Version) Shows(picture string) bool {
	has := func(text string) bool { return strings.Contains(text, "pictures/"+picture) }
	return has(v.Statement) || slices.ContainsFunc(v.Samples, func(s Sample) bool { return has(s.Explanation) })
}

// Sample is a test a candidate sees whole.
type Sample struct {
	Group       string `json:"group,omitempty"` // its test group
	Name        string `json:"name"`
	Input       string `json:"input"`
	Answer      string `json:"answer"`
	Explanation string `json:"explanation,omitempty"`
}

// Group is a hidden test group as a candidate knows it.
type Group struct {
	Name   string  `json:"name"`
	Points float64 `json:"points"`
}

// Limits of one test.
type Limits struct {
	CPUTimeMs int `json:"cpuTimeMs"`
	MemoryKb  int `json:"memoryKb"`
	OutputKb  int `json:"outputKb"`
}

// Starter is the code an editor begins with.
type Starter struct {
	Language string `json:"language"`
	Source   string `json:"source"`
}
