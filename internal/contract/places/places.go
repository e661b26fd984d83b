// Package places is what services ask the owners of places (identity.Place): whoever keeps attempts, interviews or drafts of
// problems says what may be done there.
package places

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// SubjectMayRunBefore is where execution of the release before asks about attempts, and assessments of it answer. It goes
// with the next release.
const SubjectMayRunBefore = "assessments.may-run"

// SubjectMayRun is asked before a run in a place of the kind: request MayRun → MayRunAnswer.
func SubjectMayRun(kind identity.PlaceKind) string { return "places.may-run." + string(kind) }

// MayRun asks whether a program may be run in a place now.
type MayRun struct {
	Organization ids.Organization `json:"organization"`
	User         ids.User         `json:"user,omitempty"`    // who asks, as a member
	Session      ids.Session      `json:"session,omitempty"` // who asks, as a guest: a place has several
	Place        identity.Place   `json:"attempt"`           // named before there were others
	Part         string           `json:"answer,omitempty"`  // of the place, which the run tries: an attempt's answer
	Language     string           `json:"language"`
	Sample       int              `json:"sample,omitempty"` // which of the part's samples is run, from 1; 0 is none
	Reads        bool             `json:"reads,omitempty"`  // a run that there is, and starts none: asked of places with several people
	// Terminal is asked for: of a place with several people there is one at a time, and Replaces names the one that makes way.
	Terminal bool    `json:"terminal,omitempty"`
	Replaces ids.Run `json:"replaces,omitempty"`
}

// MayRunAnswer says that the place is open now; a refusal is an errs.Error instead.
type MayRunAnswer struct {
	SecondsLeft int         `json:"secondsLeft"`
	Plan        blob.Digest `json:"plan,omitempty"`   // by which submissions of the part are judged: judge.Plan as JSON
	Sample      *Sample     `json:"sample,omitempty"` // the one that was asked for

	// Of a run that there is: whether who asks may type into its terminal and end it, what the others call them, and who they are there,
	// whichever of their sessions asks.
	Types  bool   `json:"types,omitempty"`
	Name   string `json:"name,omitempty"`
	Person string `json:"person,omitempty"`
}

// Sample names a test of a plan that candidates see. Versions from before groups were told have none here.
type Sample struct {
	Group string `json:"group,omitempty"`
	Name  string `json:"name"`
}

// Owner is whoever keeps the places of a kind.
type Owner interface {
	MayRun(ctx context.Context, q MayRun) (MayRunAnswer, error)
}

// Owners asks the owner of a place by its kind.
type Owners map[identity.PlaceKind]Owner

// MayRun refuses places of a kind that nobody keeps here.
func (o Owners) MayRun(ctx context.Context, q MayRun) (MayRunAnswer, error) {
	owner := o[q.Place.Kind]
	if owner == nil {
		return MayRunAnswer{}, errs.New(errs.Forbidden, "place_unknown", "this server knows no places of the kind %q, so nothing can be run there: ask whoever runs the server to bring all its parts to one release", q.Place.Kind)
	}
	return owner.MayRun(ctx, q)
}

// Client asks owners in other processes.
type Client struct{ bus *bus.Bus }

// NewClient asks over the bus.
func NewClient(b *bus.Bus) *Client { return &Client{b} }

// MayRun asks the owner of the place's kind.
func (c *Client) MayRun(ctx context.Context, q MayRun) (MayRunAnswer, error) {
	answer, err := bus.Request[MayRun, MayRunAnswer](ctx, c.bus, SubjectMayRun(q.Place.Kind), q)
	if err != nil && q.Place.Kind == identity.PlaceAttempt && errs.Of(err).Code == "service_unavailable" {
		return bus.Request[MayRun, MayRunAnswer](ctx, c.bus, SubjectMayRunBefore, q)
	}
	return answer, err
}
