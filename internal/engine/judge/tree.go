package judge

import "slices"

// tree is how the groups of a plan stand to one another, by their numbers in it.
type tree struct {
	parent     []int   // -1 for a group that is in no other
	children   [][]int // in the plan's order
	last       []int   // the last group within it, itself included
	dependents [][]int // the groups that require it
	requires   [][]int
}

// tree checks the groups' relations. A group that another requires, with all that is in it, stands before that
// one: whoever judges in the plan's order never has to come back.
func (p Plan) tree() (tree, error) {
	n := len(p.Groups)
	t := tree{parent: make([]int, n), children: make([][]int, n), last: make([]int, n), dependents: make([][]int, n), requires: make([][]int, n)}
	number := map[string]int{}
	for i, g := range p.Groups {
		at := pointer("groups", i)
		if _, twice := number[g.Name]; twice {
			return t, invalid(at+"/name", "two test groups are named %q", g.Name)
		}
		t.parent[i] = -1
		if g.Parent != "" {
			parent, known := number[g.Parent]
			if !known {
				return t, invalid(at+"/parent", "no test group %q stands before %q, which is to be in it", g.Parent, g.Name)
			}
			t.parent[i] = parent
			t.children[parent] = append(t.children[parent], i)
		}
		number[g.Name] = i
		for a := i; a >= 0; a = t.parent[a] {
			t.last[a] = i
		}
	}
	for i, g := range p.Groups {
		at := pointer("groups", i)
		if len(g.Tests) == 0 && len(t.children[i]) == 0 {
			return t, invalid(at+"/tests", "test group %q has no test", g.Name)
		}
		for _, name := range g.RequirePass {
			r, known := number[name]
			if !known || t.last[r] >= i {
				return t, invalid(at+"/requirePass", "test group %q requires %q, which does not stand before it whole", g.Name, name)
			}
			if !slices.Contains(t.requires[i], r) {
				t.requires[i] = append(t.requires[i], r)
				t.dependents[r] = append(t.dependents[r], i)
			}
		}
	}
	return t, nil
}
