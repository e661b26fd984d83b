package places_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/contract/places"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// before is what the release before says in a question about a run, in a finished run and in asking for a session.
type before struct {
	Organization ids.Organization `json:"organization"`
	Attempt      ids.Attempt      `json:"attempt"`
	Answer       ids.Answer       `json:"answer,omitempty"`
}

func text(t *testing.T, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestMessagesOfTheReleaseBeforeAreReadAndReadOurs(t *testing.T) {
	place := identity.InAttempt("a")
	for says, c := range map[string]struct {
		ours, read any
		old        before
	}{
		"a question about a run":  {&places.MayRun{Organization: "o", Place: place, Part: "x"}, &places.MayRun{}, before{"o", "a", "x"}},
		"a finished run":          {&execution.Run{Organization: "o", Place: place, Part: "x"}, &execution.Run{}, before{"o", "a", "x"}},
		"a member's finished run": {&execution.Run{Organization: "o"}, &execution.Run{}, before{Organization: "o"}},
		"asking for a session":    {&auth.CandidateSession{Organization: "o", Place: place}, &auth.CandidateSession{}, before{Organization: "o", Attempt: "a"}},
	} {
		t.Run(says, func(t *testing.T) {
			if err := json.Unmarshal(text(t, c.old), c.read); err != nil || string(text(t, c.read)) != string(text(t, c.ours)) {
				t.Errorf("we read %s, not %s: %v", text(t, c.read), text(t, c.ours), err)
			}
			var old before
			if err := json.Unmarshal(text(t, c.ours), &old); err != nil || old != c.old {
				t.Errorf("the release before reads %+v, not %+v: %v", old, c.old, err)
			}
		})
	}
}

// keeper keeps places that are named, and asks nobody.
type keeper string

func (k keeper) MayRun(_ context.Context, q places.MayRun) (places.MayRunAnswer, error) {
	if q.Place.ID == "closed" {
		return places.MayRunAnswer{}, errs.New(errs.Conflict, "closed", "%s is closed", k)
	}
	return places.MayRunAnswer{SecondsLeft: len(k)}, nil
}

func TestTheOwnerOfThePlacesKindIsAsked(t *testing.T) {
	b := harness.Bus(t)
	serve := func(subject string, k keeper) {
		stop, err := bus.Serve(b, subject, "owners", k.MayRun)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = stop() })
	}
	serve(places.SubjectMayRunBefore, "release before")
	serve(places.SubjectMayRun(identity.PlaceInterview), "interviews")
	apart := places.NewClient(b)
	owners := places.Owners{identity.PlaceAttempt: apart, identity.PlaceInterview: apart, "near": keeper("near"), "away": apart}
	for says, c := range map[string]struct {
		place identity.Place
		code  string // "" takes it
		by    keeper
	}{
		"in this process":    {identity.Place{Kind: "near", ID: "n"}, "", "near"},
		"apart":              {identity.Place{Kind: identity.PlaceInterview, ID: "i"}, "", "interviews"},
		"apart and refusing": {identity.Place{Kind: identity.PlaceInterview, ID: "closed"}, "closed", ""},
		"of the release before, which has attempts": {identity.InAttempt("a"), "", "release before"},
		"not there": {identity.Place{Kind: "away", ID: "a"}, "service_unavailable", ""},
		"unknown":   {identity.Place{Kind: identity.PlaceProblemDraft, ID: "d"}, "place_unknown", ""},
	} {
		t.Run("an owner "+says, func(t *testing.T) {
			may, err := owners.MayRun(t.Context(), places.MayRun{Organization: "o", Place: c.place})
			if code := codeOf(err); code != c.code || may.SecondsLeft != len(c.by) {
				t.Errorf("answers %+v, %v", may, err)
			}
		})
	}
	serve(places.SubjectMayRun(identity.PlaceAttempt), "of now")
	if may, err := owners.MayRun(t.Context(), places.MayRun{Place: identity.InAttempt("a")}); err != nil || may.SecondsLeft != len("of now") {
		t.Errorf("beside the release before, that of now answers %+v, %v", may, err)
	}
}

func codeOf(err error) string {
	if err == nil {
		return ""
	}
	return errs.Of(err).Code
}
