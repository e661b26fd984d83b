package app

import (
	"testing"

	"github.com/codecraft-hq/codecraft/internal/app/module"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
)

func TestTheMailboxIsForTheDemoOrganization(t *testing.T) {
	for says, c := range map[string]struct {
		who  identity.Principal
		want errs.Kind // "" lets in
	}{
		"a member of the demo organization reads mails": {identity.Principal{Organization: module.DemoOrganization, User: "u", Role: identity.Recruiter}, ""},
		"an owner of another organization does not":     {identity.Principal{Organization: "another", User: "u", Role: identity.Owner}, errs.Forbidden},
		"a candidate of the demo does not":              {identity.Principal{Organization: module.DemoOrganization, Place: identity.InAttempt("a"), Role: identity.Candidate}, errs.Forbidden},
		"nobody does not":                               {identity.Principal{}, errs.Unauthorized},
	} {
		t.Run(says, func(t *testing.T) {
			err := operator(identity.With(t.Context(), c.who))
			if c.want == "" && err != nil || c.want != "" && !errs.Is(err, c.want) {
				t.Errorf("answered %v", err)
			}
		})
	}
}
