package collect

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// Columns are some of a service's table that may name blobs.
type Columns struct {
	Name string // the table's, or what tells them from others of it
	// Query reads the next rows by key: "place" and "named", a text, of up to $2 keys behind $1, in the order of the places. One place
	// may have several rows; then all of them are answered.
	Query string
	Plans bool // what is named are plans, which name others
}

// Outbox is the table of what waits to be sent, which every service has.
var Outbox = Columns{Name: "outbox", Query: `SELECT message_id AS place, body AS named FROM outbox WHERE message_id > $1 ORDER BY message_id LIMIT $2`}

const (
	pageKeys = 200    // of one question
	maxNamed = 50_000 // digests in one answer, which bounds the message to what the bus carries
)

// question asks for what is named behind a place; without columns, for the first of all.
type question struct {
	Columns string `json:"columns,omitempty"` // their name
	Place   string `json:"place,omitempty"`
}

type answer struct {
	Edition string        `json:"edition"` // which columns are read; replicas of another release may read others
	Named   []blob.Digest `json:"named,omitempty"`
	Plans   []blob.Digest `json:"plans,omitempty"`
	Next    *question     `json:"next,omitempty"` // nil: that was all
}

func asked(service string) string { return service + ".blobs" }

// Serve answers who collects blobs which of them a service's tables name.
func Serve(b *bus.Bus, service string, d *db.DB, columns []Columns) (stop func() error, err error) {
	s := source{d, columns, editionOf(columns)}
	return bus.Serve(b, asked(service), service, s.answer)
}

func editionOf(columns []Columns) string {
	sum := sha256.New()
	for _, c := range columns {
		_, _ = fmt.Fprintf(sum, "%s\n%s\n%t\n", c.Name, c.Query, c.Plans)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

type source struct {
	db      *db.DB
	columns []Columns
	edition string
}

type row struct {
	Place string `db:"place"`
	Named string `db:"named"`
}

func (s source) answer(ctx context.Context, q question) (a answer, err error) {
	a.Edition = s.edition
	at := 0
	if q.Columns != "" {
		if at = slices.IndexFunc(s.columns, func(c Columns) bool { return c.Name == q.Columns }); at < 0 {
			return a, errs.New(errs.Conflict, "blob_references_edition", "this release does not know the columns %q", q.Columns)
		}
	}
	c := s.columns[at]
	rows, err := db.Select[row](ctx, s.db, c.Query, q.Place, pageKeys)
	if err != nil {
		return a, fmt.Errorf("read which blobs %s names: %w", c.Name, err)
	}
	if len(rows) == 0 {
		if at+1 < len(s.columns) {
			a.Next = &question{Columns: s.columns[at+1].Name}
		}
		return a, nil
	}
	named, last := gather(rows)
	if len(named) > maxNamed {
		return a, errs.New(errs.TooLarge, "blob_references_many", "%s names more than %d blobs at %s", c.Name, maxNamed, last)
	}
	a.Next = &question{c.Name, last}
	if c.Plans {
		a.Plans = named
	} else {
		a.Named = named
	}
	return a, nil
}

// gather answers what the rows name, each once, and the last place of which all is told: not more places than fit, but one at least.
func gather(rows []row) (all []blob.Digest, last string) {
	known := map[blob.Digest]bool{}
	for begin := 0; begin < len(rows); {
		end := begin
		var more []blob.Digest
		for ; end < len(rows) && rows[end].Place == rows[begin].Place; end++ {
			namedIn(rows[end].Named, func(d blob.Digest) {
				if !known[d] {
					known[d], more = true, append(more, d)
				}
			})
		}
		if last != "" && len(all)+len(more) > maxNamed {
			return all, last
		}
		all, last, begin = append(all, more...), rows[begin].Place, end
	}
	return all, last
}

// references calls do with all that a service's tables name, wherever it runs.
func references(ctx context.Context, b *bus.Bus, service string, do func(named, plans []blob.Digest)) error {
	edition := ""
	for next := new(question); next != nil; {
		a, err := bus.Request[question, answer](ctx, b, asked(service), *next)
		if err != nil {
			return fmt.Errorf("ask %s which blobs it refers to: %w", service, err)
		}
		if edition == "" {
			edition = a.Edition
		}
		if a.Edition != edition || a.Next != nil && *a.Next == *next {
			return fmt.Errorf("ask %s which blobs it refers to: replicas of two releases answer, wait until all are of one", service)
		}
		do(a.Named, a.Plans)
		next = a.Next
	}
	return nil
}
