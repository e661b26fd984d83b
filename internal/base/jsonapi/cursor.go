package jsonapi

import (
	"bytes"
	"encoding/base64"
	"encoding/json"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// CursorProfile names the profile that every list keeps to; the addresses of its errors begin with it.
const CursorProfile = "https://jsonapi.org/profiles/ethanresnick/cursor-pagination/"

// maxCursor bounds what DecodeCursor looks at.
const maxCursor = 2048

// EncodeCursor packs the sort keys of a row, the id last, into what page[after] takes.
func EncodeCursor(values ...any) string {
	raw, err := json.Marshal(values)
	if err != nil {
		panic("jsonapi: cursor of a value that is not JSON: " + err.Error())
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// DecodeCursor unpacks a cursor into the pointers dst, which must be as many as were packed and of their
// types. A cursor of another list or a forged one is the client's fault, located at page[after].
func DecodeCursor(cursor string, dst ...any) error {
	bad := errs.New(errs.Malformed, "bad_cursor", "this cursor is not one of this list: begin again without it").In("page[after]")
	if len(cursor) > maxCursor {
		return bad
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return bad.Because(err)
	}
	var values []json.RawMessage
	if err := json.Unmarshal(raw, &values); err != nil {
		return bad.Because(err)
	}
	if len(values) != len(dst) {
		return bad
	}
	for i, value := range values {
		if string(value) == "null" || bytes.Contains(value, []byte(`\u0000`)) {
			return bad
		}
		if err := json.Unmarshal(value, dst[i]); err != nil {
			return bad.Because(err)
		}
	}
	return nil
}

// Cursor unpacks the cursor the client sent, whichever it is, into dst, and says which it was when it is a bad one.
func (q *Query) Cursor(dst ...any) error {
	err := DecodeCursor(q.After+q.Before, dst...)
	if err != nil && q.Before != "" {
		return errs.Of(err).In("page[before]")
	}
	return err
}
