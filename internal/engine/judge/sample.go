package judge

import (
	"slices"
)

// Sample is the plan with one test of a sample group alone, which is judged there as it is among all. An empty group is
// any; false is that candidates see no such test.
func (p Plan) Sample(group, name string) (Plan, bool) {
	for _, g := range p.Groups {
		i := slices.IndexFunc(g.Tests, func(t Test) bool { return t.Name == name && !t.Static })
		if i >= 0 && g.Sample && (group == "" || group == g.Name) {
			return p.alone(g, g.Tests[i]), true
		}
	}
	return Plan{}, false
}

// alone leaves a test, its group and those around it, whose arguments hold for it.
func (p Plan) alone(group Group, test Test) Plan {
	group.Tests = []Test{test}
	line, name := []Group{group}, group.Parent
	for _, g := range slices.Backward(p.Groups) {
		if g.Name == name {
			g.Tests, name = nil, g.Parent
			line = append(line, g)
		}
	}
	slices.Reverse(line)
	for i := range line {
		line[i].RequirePass = nil
	}
	p.Groups = line
	return p
}
