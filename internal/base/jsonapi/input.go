package jsonapi

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// input is the resource object of a request, its envelope already checked.
type input struct {
	at            string // where it stands: "/data"
	id, lid       string
	attributes    map[string]any             // for the rules
	exact         map[string]json.RawMessage // the same, digit by digit
	relationships map[string]any
	hasAttributes bool
}

// envelope is what a resource object must be for an endpoint.
type envelope struct {
	typ string
	id  string // an update names this one; empty on creation
}

// readResource checks the envelope of the resource object data, which stands at pointer at. Members JSON:API
// does not define are ignored, as it asks.
func readResource(at string, data any, raw json.RawMessage, want envelope) (*input, error) {
	object, ok := data.(map[string]any)
	if !ok {
		return nil, invalid(at, "resource_missing", "there must be a resource object here")
	}
	in := &input{at: at, attributes: map[string]any{}, relationships: map[string]any{}}
	var faults []error
	text := func(name string) string {
		value, sent := object[name]
		s, ok := value.(string)
		if sent && !ok {
			faults = append(faults, invalid(at+"/"+name, "invalid", "%s must be a string", name))
		}
		return s
	}
	typ := text("type")
	in.id, in.lid = text("id"), text("lid")
	for _, name := range []string{"attributes", "relationships", "meta"} {
		value, sent := object[name]
		m, ok := value.(map[string]any)
		switch {
		case sent && !ok:
			faults = append(faults, invalid(at+"/"+name, "invalid", "%s must be an object", name))
		case name == "attributes" && sent:
			in.attributes, in.exact, in.hasAttributes = plain(m), members(members(raw)[name]), true
		case name == "relationships" && sent:
			in.relationships = plain(m)
		}
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return in, in.match(typ, object["id"] != nil, want)
}

// match holds type and id against the endpoint.
func (in *input) match(typ string, hasID bool, want envelope) error {
	switch {
	case typ == "":
		return invalid(in.at, "type_missing", "type must be there, and %q", want.typ)
	case typ != want.typ:
		return errs.New(errs.Conflict, "type_conflict", "type must be %q here", want.typ).At(in.at + "/type")
	case want.id != "" && !hasID:
		return invalid(in.at, "id_missing", "id must be there, and %q", want.id)
	case want.id != "" && in.id != want.id:
		return errs.New(errs.Conflict, "id_conflict", "id must be %q here", want.id).At(in.at + "/id")
	case want.id == "" && hasID:
		return errs.New(errs.Forbidden, "client_id", "the server chooses the id: leave it out").At(in.at + "/id")
	}
	return nil
}

// plain leaves out @-members, which JSON:API tells to ignore.
func plain(m map[string]any) map[string]any {
	m = maps.Clone(m)
	maps.DeleteFunc(m, func(name string, _ any) bool { return strings.HasPrefix(name, "@") })
	return m
}

// readLinkage reads the linkage of a relationship, which stands at pointer at, into ids without doubles.
func readLinkage(f *relField, at string, data any) ([]string, error) {
	if !f.many {
		if data == nil {
			return nil, nil
		}
		id, err := readIdentifier(f, at, data)
		return []string{id}, err
	}
	list, ok := data.([]any)
	if !ok {
		return nil, invalid(at, "invalid", "data must be an array of identifiers of %s", f.target)
	}
	ids, faults := []string{}, []error{}
	for i, item := range list {
		id, err := readIdentifier(f, at+"/"+strconv.Itoa(i), item)
		if err != nil {
			faults = append(faults, err)
		} else if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, errors.Join(faults...)
}

func readIdentifier(f *relField, at string, data any) (string, error) {
	object, ok := data.(map[string]any)
	if !ok {
		return "", invalid(at, "invalid", "there must be an identifier here: an object of type and id")
	}
	if typ, sent := object["type"]; !sent {
		return "", invalid(at, "type_missing", "type must be there, and %q", f.target)
	} else if typ != f.target {
		return "", invalid(at+"/type", "wrong_type", "type must be %q here", f.target)
	}
	id, sent := object["id"]
	text, ok := id.(string)
	switch {
	case !sent:
		return "", invalid(at, "id_missing", "id must be there")
	case !ok || text == "":
		return "", invalid(at+"/id", "invalid", "id must be a string that is not empty")
	}
	return text, nil
}
