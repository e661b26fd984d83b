package problem

import (
	"io/fs"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// Package is a problem that has been read.
type Package struct {
	Format     string // "legacy", "2025-09" or "polygon"
	Name       string
	Difficulty string // easy, medium, hard; empty when the package does not say
	Minutes    int    // that a candidate is expected to need; 0 when the package does not say
	Summary    string
	Tags       []string
	Statements []Statement
	Starters   map[string]string // source by language
	Languages  []string          // that it may be solved in; nil is all
	Plan       judge.Plan
	Timing     Timing
	Samples    []Sample
	// Submissions are in the order of their names.
	Submissions []Submission
	// InputValidators and AnswerValidators check the test data; Cases are what they are tried on.
	InputValidators  []Program
	AnswerValidators []Program
	Cases            []Case
	Files            map[string]string // of the plan's and the cases' blobs: digest to name in the package
	Notes            []string          // what the reader passed over

	// FS holds the files by their names in the package, as they are to be used.
	FS fs.FS
	// Host is the folder whose files FS shows unchanged; empty when there is none.
	Host string
}

// Statement is the problem's text in one language.
type Statement struct {
	Language string // "en"
	Format   string // "markdown", "latex" or "html"
	Text     string
}

// Sample is a test as the statement shows it.
type Sample struct {
	Name, Input, Answer string
	// Interaction is a conversation, shown in the place of input and answer: lines after ">" are the program's.
	Interaction string
}

// Timing is how a time limit is found where the package sets none, and how far from it submissions should stay.
type Timing struct {
	Fixed bool // the plan's limit is the package's own
	// Multiplier times the slowest submission that must be in time is the least limit.
	Multiplier float64
	// Margin times the limit is what a submission that must be too slow has to exceed.
	Margin       float64
	ResolutionMs int64 // a limit that is found is a multiple of it
	// Strict says that a submission within the margin is a fault; otherwise it is noted.
	Strict bool
}

// Program is a program of the package's author that checks test data. It is untrusted like any other.
type Program struct {
	Name     string
	Language string
	Entry    string
	Files    []toolchain.File
	Accepts  int // exit code that accepts; every other refuses
}

// Want is what should become of a Case.
type Want string

// The wants.
const (
	WantValid         Want = "valid"          // every validator accepts
	WantInvalidInput  Want = "invalid input"  // an input validator refuses
	WantInvalidAnswer Want = "invalid answer" // an answer validator or the output validator refuses the answer
	WantInvalidOutput Want = "invalid output" // the output validator refuses
	WantValidOutput   Want = "valid output"   // the output validator accepts
)

// Case is a piece of test data that the validators are tried on.
type Case struct {
	Name      string // its path below data, "secret/1"
	Want      Want
	Input     string // digests; empty when there is no such file
	Answer    string
	Output    string
	Files     []judge.NamedBlob
	InputArgs map[string][]string // by input validator; "" for those not named
	// OutputArgs are the output validator's, AnswerArgs the answer validators'.
	OutputArgs []string
	AnswerArgs []string
}

// ArgsFor are the arguments of an input validator.
func (c Case) ArgsFor(validator string) []string {
	if args, ok := c.InputArgs[validator]; ok {
		return args
	}
	return c.InputArgs[""]
}

// Submission is a program of which is known what should become of it.
type Submission struct {
	Name     string // "accepted/fast.cpp"
	Language string // empty when no language has its extension
	Entry    string
	Files    []toolchain.File
	Expected []judge.Verdict // any of them is right as the verdict of the whole
	Rules    []Rule          // all of them must hold
}

// Rule is what a package asks of a submission on some of the tests.
type Rule struct {
	Tests     string          // pattern over names below data; empty is every test
	Permitted []judge.Verdict // of each test; nil permits all
	Required  []judge.Verdict // of at least one test; nil requires nothing
	Score     *Range          // of the group that Tests names, or of the whole
	Message   string          // part of what the validator says of at least one test
	// Lower and Upper say that the tests must be in time, and that one must be too slow: they bound a time limit.
	Lower, Upper bool
}

// EveryTest reports whether the rules can only be decided when every test has been run.
func (s Submission) EveryTest() bool {
	for _, r := range s.Rules {
		if r.Permitted != nil || r.Required != nil || r.Message != "" {
			return true
		}
	}
	return false
}

// Range is a closed interval.
type Range struct{ Least, Most float64 }

// Expects reports whether the verdict of the whole is one the package allows.
func (s Submission) Expects(v judge.Verdict) bool {
	if len(s.Expected) == 0 {
		return true
	}
	for _, e := range s.Expected {
		if v.Meets(e) {
			return true
		}
	}
	return false
}

// Path is a group's name below data: "sample", "secret", "secret/easy".
func Path(group string) string {
	if group == Secret || group == SampleName || hasFolder(group, Secret) || hasFolder(group, SampleName) {
		return group
	}
	return Secret + "/" + group
}

// The names of the two groups at the top.
const (
	SampleName = "sample"
	Secret     = "secret"
)

func hasFolder(name, folder string) bool {
	return len(name) > len(folder) && name[:len(folder)] == folder && name[len(folder)] == '/'
}
