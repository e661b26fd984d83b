package kattis

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/kattis/settings"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
)

// testdataYAML is testdata.yaml, whose settings hold for its folder and those below.
type testdataYAML struct {
	OnReject       string  `yaml:"on_reject"`
	Grading        string  `yaml:"grading"`
	AcceptScore    any     `yaml:"accept_score"`
	RejectScore    any     `yaml:"reject_score"`
	Range          string  `yaml:"range"`
	GraderFlags    *string `yaml:"grader_flags"`
	InputFlags     any     `yaml:"input_validator_flags"`
	ValidatorFlags any     `yaml:"output_validator_flags"`
}

// grading is how the tests of a folder earn points, and what the validators are told of them.
type grading struct {
	scoring      bool    // false in pass-fail problems
	points       float64 // of each test
	scores       bool    // a validator gives the points of tests
	most         float64 // the upper end of the range of scores; 0 is not said
	mode         string  // how scores come together: sum, avg, min or max
	accept       judge.Acceptance
	first        bool // the first failure is named even where others follow
	breaks       bool // the package says that a failure ends the judging of the folder
	continues    bool // it says that it does not
	ignoreSample bool
	flags        []string // output validator's
	inputFlags   map[string][]string
}

// grading reads a folder's testdata.yaml over what it inherits.
func (r *reader) grading(folder string, g grading) (grading, error) {
	name := path.Join(folder, "testdata.yaml")
	var y testdataYAML
	if found, err := r.yaml(name, &y); err != nil || !found {
		return g, err
	}
	if err := r.noteUnknown(name, legacyGroup, nil); err != nil {
		return g, err
	}
	if y.Grading == "custom" {
		return g, problem.Fault(name, "graders of a package's own cannot be run here")
	}
	if y.OnReject != "" {
		g.breaks = y.OnReject == "break"
		g.continues = !g.breaks
	}
	if err := r.setFlags(&g, y, name); err != nil {
		return g, err
	}
	if y.GraderFlags != nil {
		r.setGrader(&g, strings.Fields(*y.GraderFlags), name)
	}
	return g, g.setScores(y, name)
}

// setGrader reads the flags of the default grader, which stand in the place of those that are inherited.
func (r *reader) setGrader(g *grading, flags []string, name string) {
	g.mode, g.accept, g.first, g.ignoreSample = "sum", judge.AcceptAll, false, false
	always, any := false, false
	for _, flag := range flags {
		switch flag {
		case "sum", "avg", "min", "max":
			g.mode = flag
		case "first_error", "worst_error":
			g.first, always = flag == "first_error", false
		case "always_accept":
			always = true
		case "accept_if_any_accepted":
			any = true
		case "ignore_sample":
			g.ignoreSample = true
		default:
			r.Note("%s: the grader flag %q is passed over, for the default grader has none of this name", name, flag)
		}
	}
	switch {
	case always:
		g.accept = judge.AcceptAlways
	case any:
		g.accept = judge.AcceptAny
	}
}

// ruling is how the verdict of a folder comes about. The worst failure is the first one where that one ends it.
func (g grading) ruling() judge.Ruling {
	return judge.Ruling{Accept: g.accept, Worst: g.continues && !g.first}
}

func (r *reader) setFlags(g *grading, y testdataYAML, name string) error {
	if y.ValidatorFlags != nil {
		flags, ok := flagsOf(y.ValidatorFlags)
		if !ok {
			return problem.Fault(name, "output_validator_flags is a text or a list, or such of the validator's name")
		}
		g.flags = slices.Concat(r.flags, flags[""])
		if err := r.checkFlags(name, g.flags); err != nil {
			return err
		}
	}
	if y.InputFlags != nil {
		flags, ok := flagsOf(y.InputFlags)
		if !ok {
			return problem.Fault(name, "input_validator_flags is a text or a list, or such by validator")
		}
		g.inputFlags = flags
	}
	return nil
}

// flagsOf reads flags for every validator (under ""), or for those that are named; of output validators there is one. They
// are a text or a list, the name of a validator and its flags, or flags by validator.
func flagsOf(v any) (map[string][]string, bool) {
	m, isMap := v.(map[string]any)
	switch {
	case !isMap:
		flags, ok := flagWords(v)
		return map[string][]string{"": flags}, ok
	case m["name"] != nil || m["flags"] != nil:
		name := settings.Text(m["name"])
		flags, ok := flagWords(m["flags"])
		return map[string][]string{name: flags, "": flags}, ok && name != ""
	}
	all := map[string][]string{}
	for name, own := range m {
		flags, ok := flagWords(own)
		if !ok {
			return nil, false
		}
		if all[name] = flags; len(m) == 1 { // there is no other it could be for
			all[""] = flags
		}
	}
	return all, true
}

// flagWords are flags written as one text, or as a list of them.
func flagWords(v any) ([]string, bool) {
	if text, ok := v.(string); ok {
		return strings.Fields(text), true
	}
	return settings.List(v)
}

// setScores takes what a test earns: accept_score, or the upper end of the range where the folder is earned whole.
func (g *grading) setScores(y testdataYAML, name string) error {
	if reject := settings.Text(y.RejectScore); reject != "" {
		if score, err := strconv.ParseFloat(reject, 64); err != nil || score != 0 {
			return problem.Fault(name, "a test that fails earns nothing here; reject_score %q cannot be judged", reject)
		}
	}
	score := settings.Text(y.AcceptScore)
	if ends := strings.Fields(y.Range); len(ends) > 0 {
		most, err := strconv.ParseFloat(ends[len(ends)-1], 64)
		if err != nil || len(ends) != 2 || most != most {
			return problem.Fault(name, "%q is not a range of scores", y.Range)
		}
		if most >= 0 && most <= maxPoints {
			g.most = most
			if score == "" && g.mode == "min" {
				g.points = most
			}
		}
	}
	if score == "" {
		return nil
	}
	points, err := strconv.ParseFloat(score, 64)
	if err != nil || !(points >= 0 && points <= maxPoints) {
		return problem.Fault(name, "%q is not a score", score)
	}
	g.points = points
	return nil
}

// folder is a node of the test data.
type folder struct {
	name     string // as groups are called
	grading  grading
	sample   bool
	tests    []judge.Test
	children []*folder
}

// emit appends the folder's groups to the plan.
func (f *folder) emit(plan *judge.Plan, parent string) {
	switch {
	case len(f.tests) == 0 && len(f.children) == 0:
		return
	case len(f.tests) == 0 && len(f.children) == 1 && f.grading.accept != judge.AcceptAlways: // it earns what is in it, whatever its mode
		f.children[0].emit(plan, parent)
		return
	}
	g := judge.Group{Name: f.name, Sample: f.sample, Parent: parent, Tests: f.tests, Points: f.points(), ValidatorArgs: explicit(f.grading.flags)}
	g.Ruling = f.grading.ruling()
	whole := f.grading.mode == "min" && len(f.children) == 0 && !f.grading.scores && g.Accept == judge.AcceptAll
	switch {
	case whole && f.grading.scoring:
		plan.Groups = append(plan.Groups, g) // all earn the same: all or nothing
		return
	case f.grading.scoring && f.grading.breaks && f.grading.mode != "min" && !f.sample:
		f.emitChain(plan, g)
		return
	case f.grading.scoring && (f.grading.mode == "min" || f.grading.mode == "max"):
		g.Aggregation, g.Unbounded = f.aggregation(), f.unbounded()
	default:
		f.emitSum(plan, g)
		return
	}
	f.score(g.Tests)
	plan.Groups = append(plan.Groups, g)
	for _, c := range f.children {
		c.emit(plan, f.name)
	}
}

// aggregation of what the folder holds; an average is a sum of parts that count less.
func (f *folder) aggregation() judge.Aggregation {
	switch f.grading.mode {
	case "min":
		return judge.Min
	case "max":
		return judge.Max
	}
	return judge.Sum
}

// emitSum appends a folder whose tests and folders count each by itself. At the top it needs no group above its
// folders, for what holds for their verdicts is said of the plan then.
func (f *folder) emitSum(plan *judge.Plan, g judge.Group) {
	top := f.name == problem.Secret || f.name == problem.SampleName
	inside := g.Parent != "" || !f.grading.scoring && !top && g.Accept != judge.AcceptAll
	if !inside {
		g.Points = f.own()
	}
	if f.name == problem.Secret {
		plan.Ruling = g.Ruling
	}
	if f.grading.scoring && (f.grading.points > 0 || inside) {
		g.Aggregation, g.Unbounded = judge.Sum, f.unbounded()
		f.score(g.Tests)
	}
	if len(g.Tests) > 0 || inside {
		plan.Groups = append(plan.Groups, g)
	}
	for _, c := range f.children {
		if inside {
			c.emit(plan, g.Name)
		} else {
			c.emit(plan, "")
		}
	}
}

// emitChain appends a folder that a failure ends: each part requires the one before.
func (f *folder) emitChain(plan *judge.Plan, g judge.Group) {
	tests := g.Tests
	g.Tests, g.Aggregation, g.Unbounded = nil, f.aggregation(), f.unbounded()
	plan.Groups = append(plan.Groups, g)
	var before []string
	link := func(from int) {
		for i := from; i < len(plan.Groups); i++ {
			if plan.Groups[i].Parent == g.Name {
				plan.Groups[i].RequirePass = append(plan.Groups[i].RequirePass, before...)
				before = []string{plan.Groups[i].Name}
			}
		}
	}
	for _, t := range tests {
		from := len(plan.Groups)
		plan.Groups = append(plan.Groups, judge.Group{
			Name: f.name + "/" + t.Name, Points: f.worth(), Tests: []judge.Test{t}, Parent: g.Name, ValidatorArgs: g.ValidatorArgs,
			Aggregation: judge.Sum, Unbounded: f.unbounded(),
		})
		f.score(plan.Groups[from].Tests)
		link(from)
	}
	for _, c := range f.children {
		from := len(plan.Groups)
		c.emit(plan, g.Name)
		link(from)
	}
}

func (f *folder) score(tests []judge.Test) {
	for i := range tests {
		tests[i].Points = f.worth()
	}
}

// own is the most that the folder's own tests earn together.
func (f *folder) own() float64 {
	if !f.grading.scoring {
		return 0
	}
	return f.capped(f.worth() * float64(len(f.tests)))
}

// worth is the most that one of its tests earns.
func (f *folder) worth() float64 {
	if f.grading.scores && f.grading.most > 0 {
		return f.grading.most
	}
	return f.grading.points
}

// capped bounds what a folder earns by its range, where the validator says how much.
func (f *folder) capped(points float64) float64 {
	if f.grading.scores && f.grading.most > 0 {
		return min(points, f.grading.most)
	}
	return points
}

// unbounded reports that only the validator knows how much there is to earn.
func (f *folder) unbounded() bool { return f.grading.scores && f.grading.most == 0 }

// points is the most the folder can earn.
func (f *folder) points() float64 {
	if !f.grading.scoring {
		return 0
	}
	var parts []float64
	for range f.tests {
		parts = append(parts, f.worth())
	}
	for _, c := range f.children {
		parts = append(parts, c.points())
	}
	if len(parts) == 0 {
		return 0
	}
	switch f.grading.mode {
	case "min":
		return slices.Min(parts)
	case "max":
		return slices.Max(parts)
	}
	var sum float64
	for _, p := range parts {
		sum += p
	}
	return f.capped(sum)
}

// average makes the scores of averages sums: of n parts each counts for the nth part.
func (f *folder) average() {
	for _, c := range f.children {
		c.average()
	}
	if n := len(f.tests) + len(f.children); f.grading.mode == "avg" && n > 0 {
		f.scale(1 / float64(n))
	}
}

func (f *folder) scale(by float64) {
	f.grading.points *= by
	f.grading.most *= by
	for _, c := range f.children {
		c.scale(by)
	}
}
