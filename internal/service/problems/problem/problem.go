package problem

import (
	"context"
	"database/sql/driver"
	"fmt"
	"strings"
	"time"
	"unicode"

	contract "github.com/codecraft-hq/codecraft/internal/contract/problems"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// Problem is a problem's draft, and how far it has come.
//
//	draft ── publish ──► published ── any change ──► changed ── publish ──► published
type Problem struct {
	ID                ids.Problem                 `db:"id"`
	Organization      ids.Organization            `db:"organization_id"`
	Title             string                      `db:"title"`
	Slug              string                      `db:"slug"`
	Difficulty        string                      `db:"difficulty"`
	Tags              tagList                     `db:"tags"`
	Statement         string                      `db:"statement"`
	CPUTimeMs         int                         `db:"cpu_time_ms"`
	MemoryKb          int                         `db:"memory_kb"`
	OutputKb          int                         `db:"output_kb"`
	LanguageFactors   bool                        `db:"language_factors"` // multiply the processor time by the language's factor
	Comparison        db.JSON[Comparison]         `db:"comparison"`
	Languages         db.JSON[[]string]           `db:"languages"`
	Starters          db.JSON[[]contract.Starter] `db:"starters"`
	Judging           db.JSON[Judging]            `db:"judging"`
	Archived          bool                        `db:"archived"` // out of the way; no part of the draft
	Revision          int                         `db:"revision"`
	VerifiedRevision  int                         `db:"verified_revision"` // the last that was verified
	PublishedRevision int                         `db:"published_revision"`
	PublishedNumber   int                         `db:"published_number"` // of the last version; 0 before the first
	CreatedBy         ids.User                    `db:"created_by"`
	CreatedAt         time.Time                   `db:"created_at"`
	UpdatedAt         time.Time                   `db:"updated_at"`

	Points    float64 `db:"points"`     // of all groups; only read
	TestCount int     `db:"test_count"` // only read
}

// Comparison says when an output is right, in the API's words.
type Comparison struct {
	Mode              string  `json:"mode" enum:"tokens,exact,float" default:"tokens" required:"false"`
	CaseSensitive     bool    `json:"caseSensitive" required:"false"`
	SpaceSensitive    bool    `json:"spaceSensitive" required:"false"`
	AbsoluteTolerance float64 `json:"absoluteTolerance" minimum:"0" required:"false"`
	RelativeTolerance float64 `json:"relativeTolerance" minimum:"0" required:"false"`
}

// Plan is the comparison in a judging plan.
func (c Comparison) Plan() judge.Comparison {
	return judge.Comparison{
		Mode: judge.Mode(c.Mode), CaseSensitive: c.CaseSensitive, SpaceSensitive: c.SpaceSensitive,
		AbsTolerance: c.AbsoluteTolerance, RelTolerance: c.RelativeTolerance,
	}
}

// ComparisonOf is a plan's comparison in the API.
func ComparisonOf(c judge.Comparison) Comparison {
	return Comparison{
		Mode: string(c.Mode), CaseSensitive: c.CaseSensitive, SpaceSensitive: c.SpaceSensitive,
		AbsoluteTolerance: c.AbsTolerance, RelativeTolerance: c.RelTolerance,
	}
}

// State is "draft", "published" or, when the draft differs from the last version, "changed".
func (problem *Problem) State() string {
	switch {
	case problem.PublishedNumber == 0:
		return "draft"
	case problem.PublishedRevision == problem.Revision:
		return "published"
	default:
		return "changed"
	}
}

// Verified reports whether the reference solutions agreed on this very revision.
func (problem *Problem) Verified() bool { return problem.VerifiedRevision == problem.Revision }

// tagList is kept as ",arrays,graphs," so that one LIKE finds a tag on every database.
type tagList []string

// Value implements driver.Valuer.
func (t tagList) Value() (driver.Value, error) {
	if len(t) == 0 {
		return "", nil
	}
	return "," + strings.Join(t, ",") + ",", nil
}

// Scan implements sql.Scanner.
func (t *tagList) Scan(src any) error {
	s, ok := src.(string)
	if !ok {
		return fmt.Errorf("cannot scan %T as tags", src)
	}
	*t = tagList{}
	for tag := range strings.SplitSeq(strings.Trim(s, ","), ",") {
		if tag != "" {
			*t = append(*t, tag)
		}
	}
	return nil
}

const (
	maxTitle     = 200 // in characters
	maxStatement = 256 << 10
	maxTags      = 20
	maxStarters  = 200
	// maxStarterBytes bounds all starters together: a version travels as one message.
	maxStarterBytes = 256 << 10
)

// check puts the draft into its normal form and names every rule it breaks.
func (problem *Problem) check() error {
	var f Faults
	problem.Title = strings.TrimSpace(problem.Title)
	f.Line("title", problem.Title, 1, maxTitle)
	if problem.Slug == "" {
		problem.Slug = SlugOf(problem.Title)
	}
	f.Rule(isSlug(problem.Slug), "slug", "a slug is made of a-z, 0-9 and single hyphens, at most 100 of them")
	f.Rule(isDifficulty(problem.Difficulty), "difficulty", "the difficulty is easy, medium or hard")
	problem.Statement = Plain(problem.Statement)
	f.Text("statement", problem.Statement, maxStatement)
	f.Rule(problem.CPUTimeMs >= 10 && problem.CPUTimeMs <= 60_000, "cpuTimeMs", "the processor time is between 10 and 60000 ms")
	f.Rule(problem.MemoryKb >= 4096 && problem.MemoryKb <= 4<<20, "memoryKb", "the memory is between 4096 and 4194304 KB")
	f.Rule(problem.OutputKb >= 1 && problem.OutputKb <= 64<<10, "outputKb", "the output is between 1 and 65536 KB")
	problem.checkTags(&f)
	problem.checkLanguages(&f)
	if problem.Comparison.V.Mode == "" {
		problem.Comparison.V.Mode = string(judge.Tokens)
	}
	if err := problem.Comparison.V.Plan().Validate(); err != nil {
		f.Add("comparison", "%s", errs.Of(err).Detail)
	}
	return f.Err()
}

func (problem *Problem) checkTags(f *Faults) {
	f.Rule(len(problem.Tags) <= maxTags, "tags", "a problem has at most %d tags", maxTags)
	seen := map[string]bool{}
	clean := tagList{}
	for i, tag := range problem.Tags {
		tag = strings.ToLower(strings.TrimSpace(tag))
		at := fmt.Sprintf("tags/%d", i)
		f.Line(at, tag, 1, 50)
		f.Rule(!strings.Contains(tag, ","), at, "a tag has no comma")
		if !seen[tag] {
			seen[tag] = true
			clean = append(clean, tag)
		}
	}
	problem.Tags = clean
}

func (problem *Problem) checkLanguages(f *Faults) {
	if problem.Languages.V == nil {
		problem.Languages.V = []string{}
	}
	if problem.Starters.V == nil {
		problem.Starters.V = []contract.Starter{}
	}
	for i, l := range problem.Languages.V {
		f.Rule(toolchain.Known(l), fmt.Sprintf("languages/%d", i), "there is no language %q: GET /v1/languages lists them", Clip(l))
	}
	f.Rule(len(problem.Starters.V) <= maxStarters, "starters", "a problem has at most %d starters", maxStarters)
	seen, size := map[string]bool{}, 0
	for i, s := range problem.Starters.V {
		at := fmt.Sprintf("starters/%d/", i)
		f.Rule(toolchain.Known(s.Language), at+"language", "there is no language %q: GET /v1/languages lists them", Clip(s.Language))
		f.Rule(!seen[s.Language], at+"language", "there are two starters for %q", Clip(s.Language))
		seen[s.Language] = true
		problem.Starters.V[i].Source = Plain(s.Source)
		f.Text(at+"source", s.Source, 64<<10)
		size += len(s.Source)
	}
	f.Rule(size <= maxStarterBytes, "starters", "all starters together hold at most %d bytes", maxStarterBytes)
}

func isDifficulty(d string) bool { return d == "easy" || d == "medium" || d == "hard" }

func isSlug(s string) bool {
	if s == "" || len(s) > 100 || s[0] == '-' || s[len(s)-1] == '-' || strings.Contains(s, "--") {
		return false
	}
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}

// SlugOf makes a slug of a title; a title without any Latin letter or digit gives "problem".
func SlugOf(title string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(title) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case unicode.IsMark(r) || r == '\'':
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() >= 80 {
			break
		}
	}
	if slug := strings.Trim(b.String(), "-"); slug != "" {
		return slug
	}
	return "problem"
}

// Create writes a new draft. A slug that was made from the title gives way to one that is there.
func (s *Service) Create(ctx context.Context, problem *Problem) error {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err != nil {
		return err
	}
	given := problem.Slug != ""
	if err := problem.check(); err != nil {
		return err
	}
	now := s.now()
	problem.ID, problem.Organization, problem.CreatedBy = ids.New[ids.Problem](), who.Organization, who.User
	problem.Revision, problem.CreatedAt, problem.UpdatedAt = 1, now, now
	if !given {
		if err := s.freeSlug(ctx, problem); err != nil {
			return err
		}
	}
	return problemTaken(s.insertProblem(ctx, problem))
}

// maxNumbered is how far slugs that are alike are counted. All titles without a Latin letter make the same one.
const maxNumbered = 20

// freeSlug changes a slug that another problem has. It asks before the insertion: a transaction does not outlive one that fails.
func (s *Service) freeSlug(ctx context.Context, problem *Problem) error {
	base := problem.Slug[:min(len(problem.Slug), 90)]
	for n := 2; n <= maxNumbered; n++ {
		if is, err := s.hasNamed(ctx, problem.Organization, "", problem.Slug); err != nil || !is {
			return err
		}
		problem.Slug = fmt.Sprintf("%s-%d", base, n)
	}
	unlike := string(ids.New[ids.Problem]())
	problem.Slug = base + "-" + unlike[len(unlike)-8:]
	return nil
}

// update writes a changed draft, unless somebody else has changed it since it was read.
func (s *Service) update(ctx context.Context, problem *Problem, read int) error {
	if _, err := identity.Require(ctx, identity.ProblemsWrite); err != nil {
		return err
	}
	if err := problem.check(); err != nil {
		return err
	}
	problem.Revision, problem.UpdatedAt = read+1, s.now()
	n, err := s.saveProblem(ctx, problem, read)
	if err != nil {
		return problemTaken(err)
	}
	if n == 0 {
		return ChangedMeanwhile("problem")
	}
	return nil
}

// archive takes a problem out of the way or brings it back. The draft stays what it is, so that what was verified and
// published still is.
func (s *Service) archive(ctx context.Context, problem *Problem, archived bool) error {
	if _, err := identity.Require(ctx, identity.ProblemsWrite); err != nil {
		return err
	}
	problem.Archived = archived
	return s.saveArchived(ctx, problem)
}

// remove removes a problem that was never published, with all that belongs to it.
func (s *Service) remove(ctx context.Context, id ids.Problem) error {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		problem, err := s.Lock(ctx, who.Organization, id)
		if err != nil {
			return err
		}
		if problem.PublishedNumber > 0 {
			return errs.New(errs.Conflict, "problem_published", "the problem was published: assessments may use its versions, so it cannot be deleted: archive it instead")
		}
		return s.deleteRow(ctx, problem.Organization, problem.ID)
	})
}

// Judging is what the plan of a problem holds beside its limits and its comparison.
type Judging struct {
	Validator *judge.Validator                `json:"validator,omitempty"` // decides in the place of the comparison
	Static    *judge.Validator                `json:"static,omitempty"`    // of sources
	Include   map[string][]judge.NamedBlob    `json:"include,omitempty"`
	Languages map[string]judge.LanguageLimits `json:"languages,omitempty"`
	judge.Ruling
}

// Change runs change in one transaction with the raising of the draft's revision; the problem it is
// given already has the new one. The problem's row is locked, so changes of one draft go one by one.
func (s *Service) Change(ctx context.Context, org ids.Organization, id ids.Problem, change func(context.Context, *Problem) error) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		problem, err := s.raiseRevision(ctx, org, id)
		if err != nil {
			return err
		}
		return change(ctx, problem)
	})
}

// Overwrite writes a draft whose revision the transaction has raised already.
func (s *Service) Overwrite(ctx context.Context, p *Problem) error {
	_, err := s.saveProblem(ctx, p, p.Revision)
	return problemTaken(err)
}
