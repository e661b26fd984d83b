package judge

import "slices"

// Tree is how the groups of a plan stand to one another, by their numbers in it.
type Tree struct {
	Parent     []int   // -1 for a group that is in no other
	Children   [][]int // in the plan's order
	Last       []int   // the last group within it, itself included
	Dependents [][]int // the groups that require it
	Requires   [][]int
}

// Tree checks the groups' relations. A group that another requires, with all that is in it, stands before that
// one: whoever judges in the plan's order never has to come back.
func (p Plan) Tree() (Tree, error) {
	n := len(p.Groups)
	t := Tree{Parent: make([]int, n), Children: make([][]int, n), Last: make([]int, n), Dependents: make([][]int, n), Requires: make([][]int, n)}
	number := map[string]int{}
	for i, g := range p.Groups {
		at := pointer("groups", i)
		if _, twice := number[g.Name]; twice {
			return t, invalid(at+"/name", "two test groups are named %q", g.Name)
		}
		t.Parent[i] = -1
		if g.Parent != "" {
			parent, known := number[g.Parent]
			if !known {
				return t, invalid(at+"/parent", "no test group %q stands before %q, which is to be in it", g.Parent, g.Name)
			}
			t.Parent[i] = parent
			t.Children[parent] = append(t.Children[parent], i)
		}
		number[g.Name] = i
		for a := i; a >= 0; a = t.Parent[a] {
			t.Last[a] = i
		}
	}
	for i, g := range p.Groups {
		at := pointer("groups", i)
		if len(g.Tests) == 0 && len(t.Children[i]) == 0 {
			return t, invalid(at+"/tests", "test group %q has no test", g.Name)
		}
		for _, name := range g.RequirePass {
			r, known := number[name]
			if !known || t.Last[r] >= i {
				return t, invalid(at+"/requirePass", "test group %q requires %q, which does not stand before it whole", g.Name, name)
			}
			if !slices.Contains(t.Requires[i], r) {
				t.Requires[i] = append(t.Requires[i], r)
				t.Dependents[r] = append(t.Dependents[r], i)
			}
		}
	}
	return t, nil
}
