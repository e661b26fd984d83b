package app_test

import (
	"slices"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/app"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
)

func TestEveryRouteSaysWhoMayUseIt(t *testing.T) {
	all := app.Routes()
	if len(all) < 150 {
		t.Fatalf("there are %d routes: that is not all", len(all))
	}
	known := map[identity.Permission]bool{}
	for _, p := range identity.Permissions {
		known[p.Name] = true
	}
	for _, r := range all {
		if !r.Public && len(r.Needs) == 0 {
			t.Errorf("%s %s does not say what it needs, so nobody may use it: declare Read and Write, or Needs", r.Method, r.Path)
		}
		for _, permission := range slices.Concat(r.Needs...) {
			if !known[permission] {
				t.Errorf("%s %s needs %s, which is not in identity.Permissions", r.Method, r.Path, permission)
			}
		}
	}
	for role, may := range identity.Roles {
		for _, permission := range may {
			if !known[permission] {
				t.Errorf("%s has %s, which is not in identity.Permissions", role, permission)
			}
		}
	}
}
