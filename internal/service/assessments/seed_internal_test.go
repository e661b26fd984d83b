package assessments

import (
	"context"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/problems"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// named is a library that knows one problem by its slug.
type named struct {
	library
	slug    string
	problem ids.Problem
}

func (n named) Latest(ctx context.Context, q problems.LatestRequest) (problems.VersionsAnswer, error) {
	for _, slug := range q.Slugs {
		if slug == n.slug {
			q.Problems = append(q.Problems, n.problem)
		}
	}
	return n.library.Latest(ctx, q)
}

func TestASeedLeavesOutProblemsThatDoNotCome(t *testing.T) {
	w := newWorld(t, harness.Database(t))
	w.problems.Problems = named{w.shelf, "sum", w.problem}
	here := func(slug string) bool { return slug == "sum" }
	seed := func(title string, sections ...SeedSection) (map[string]string, error) {
		return w.Seed(t.Context(), w.org, ids.New[ids.User](), []SeedAssessment{{Title: title, Minutes: 60, Sections: sections, Invite: []string{"Kim <kim@candidates.example>"}}}, here)
	}
	links, err := seed("Some", SeedSection{"One", []string{"gone", "sum"}}, SeedSection{"Two", []string{"gone"}})
	must(t, err)
	if len(links) != 1 {
		t.Errorf("the links are %v", links)
	}
	if _, err := seed("None", SeedSection{"One", []string{"gone"}}); err == nil {
		t.Error("an assessment of nothing was made")
	}
}
