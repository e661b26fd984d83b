package identity

import (
	"database/sql/driver"
	"fmt"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// PlaceKind says what a place is; the service that keeps places of a kind is their owner.
type PlaceKind string

// The kinds of places.
const (
	PlaceAttempt      PlaceKind = "attempt"
	PlaceInterview    PlaceKind = "interview"
	PlaceProblemDraft PlaceKind = "problem-draft"
)

// Place is where something happens: a run, a document or a stream belongs to a place, and who is no member of an
// organization is in one and nowhere else. The zero Place is nowhere.
//
// As text, in tokens, rows and messages, an attempt is its bare id, and any other place "kind:id". Fields of places that
// were attempts' before keep their name ("attempt"): so a process of the release before names attempts as we do, and
// takes any other place for an attempt that there is not, which it refuses.
type Place struct {
	Kind PlaceKind
	ID   string
}

// InAttempt is the place of an attempt; without an id it is nowhere.
func InAttempt(id ids.Attempt) Place {
	if id == "" {
		return Place{}
	}
	return Place{Kind: PlaceAttempt, ID: string(id)}
}

// Attempt is the attempt that the place is; empty when it is another one.
func (p Place) Attempt() ids.Attempt {
	if p.Kind != PlaceAttempt {
		return ""
	}
	return ids.Attempt(p.ID)
}

// InInterview is the place of an interview.
func InInterview(id ids.Interview) Place { return Place{Kind: PlaceInterview, ID: string(id)} }

// Interview is the interview that the place is; empty when it is another one.
func (p Place) Interview() ids.Interview {
	if p.Kind != PlaceInterview {
		return ""
	}
	return ids.Interview(p.ID)
}

// IsZero reports whether it is nowhere.
func (p Place) IsZero() bool { return p == Place{} }

// Role is that of those who are in the place and nowhere else; of no place there is none.
func (p Place) Role() Role {
	switch p.Kind {
	case "":
		return ""
	case PlaceAttempt:
		return Candidate
	}
	return Guest
}

// String is the place as text.
func (p Place) String() string {
	if p.Kind == PlaceAttempt || p.IsZero() {
		return p.ID
	}
	return string(p.Kind) + ":" + p.ID
}

// MarshalText implements encoding.TextMarshaler.
func (p Place) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler. Kinds that only later releases know are kept as they are.
func (p *Place) UnmarshalText(text []byte) error {
	kind, id, other := strings.Cut(string(text), ":")
	if *p = (Place{PlaceKind(kind), id}); !other {
		*p = InAttempt(ids.Attempt(text))
	}
	return nil
}

// Value implements driver.Valuer.
func (p Place) Value() (driver.Value, error) { return p.String(), nil }

// Scan implements sql.Scanner.
func (p *Place) Scan(from any) error {
	switch text := from.(type) {
	case string:
		return p.UnmarshalText([]byte(text))
	case []byte:
		return p.UnmarshalText(text)
	}
	return fmt.Errorf("a place is text, not %T", from)
}
