package identity

import (
	"context"
	"slices"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// Needs says who may use something: whoever has every permission of one of its alternatives. Empty, it is open to nobody.
type Needs [][]Permission

// AnyOf is met by whoever has one of the permissions.
func AnyOf(permissions ...Permission) (n Needs) {
	for _, p := range permissions {
		n = append(n, []Permission{p})
	}
	return n
}

// And is met by whoever meets both.
func (n Needs) And(other Needs) (both Needs) {
	for _, a := range n {
		for _, b := range other {
			all := slices.Clone(a)
			for _, p := range b {
				if !slices.Contains(all, p) {
					all = append(all, p)
				}
			}
			both = append(both, all)
		}
	}
	return both
}

// MetBy reports whether a role is enough.
func (n Needs) MetBy(role Role) bool {
	return slices.ContainsFunc(n, func(all []Permission) bool {
		return !slices.ContainsFunc(all, func(p Permission) bool { return !slices.Contains(Roles[role], p) })
	})
}

// String is "attempts:read or attempt:take", or "nobody".
func (n Needs) String() string {
	if len(n) == 0 {
		return "nobody"
	}
	var alternatives []string
	for _, all := range n {
		var names []string
		for _, p := range all {
			names = append(names, string(p))
		}
		alternatives = append(alternatives, strings.Join(names, " and "))
	}
	return strings.Join(alternatives, ", or ")
}

// Admit refuses who is not signed in, or whose role is not enough. It looks at the token alone: use cases look again,
// with Require, at what they were asked.
func Admit(ctx context.Context, needs Needs) error {
	p := From(ctx)
	if !p.Signed() {
		return errs.New(errs.Unauthorized, "sign_in", "sign in first")
	}
	if !needs.MetBy(p.Role) {
		return errs.New(errs.Forbidden, "permission_missing", "your role (%s) lacks the permission %s", p.Role, needs)
	}
	return nil
}
