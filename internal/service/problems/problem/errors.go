package problem

import (
	"errors"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// NameTaken tells that a name is taken, when err is the breach of the unique constraint over columns.
func NameTaken(err error, columns, noun string) error {
	if taken(err, columns) {
		return errs.New(errs.Conflict, "name_taken", "another %s has this name: choose another one", noun).At("/data/attributes/name")
	}
	return err
}

func problemTaken(err error) error {
	switch {
	case taken(err, "organization_id_title"):
		return errs.New(errs.Conflict, "title_taken", "another problem has this title: choose another one").At("/data/attributes/title")
	case taken(err, "organization_id_slug"):
		return errs.New(errs.Conflict, "slug_taken", "another problem has this slug: choose another one").At("/data/attributes/slug")
	}
	return err
}

// ChangedMeanwhile refuses to overwrite what somebody else has changed since it was read.
func ChangedMeanwhile(noun string) error {
	return errs.New(errs.Precondition, "changed_meanwhile", "somebody has changed this %s in the meantime: load it again", noun).OnHeader("If-Match")
}

// taken reports whether err is the breach of the unique constraint over columns.
func taken(err error, columns string) bool {
	found, ok := db.Taken(err)
	return ok && found == columns
}

// Missing turns "no row" into the answer for a noun that is not there, or not for this organization.
func Missing(err error, noun, id string) error {
	if errors.Is(err, db.ErrNoRows) {
		return errs.Missing(noun, id)
	}
	return err
}
