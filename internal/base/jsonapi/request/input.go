package request

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// Input is the resource object of a request, its Envelope already checked.
type Input struct {
	At            string // where it stands: "/data"
	ID, LID       string
	Attributes    map[string]any             // for the rules
	Exact         map[string]json.RawMessage // the same, digit by digit
	Relationships map[string]any
	HasAttributes bool
}

// Envelope is what a resource object must be for an endpoint.
type Envelope struct {
	Type string
	ID   string // an update names this one; empty on creation
}

// ReadResource checks the envelope of the resource object data, which stands at pointer at. Members JSON:API
// does not define are ignored, as it asks.
func ReadResource(at string, data any, raw json.RawMessage, want Envelope) (*Input, error) {
	object, ok := data.(map[string]any)
	if !ok {
		return nil, Invalid(at, "resource_missing", "there must be a resource object here")
	}
	in := &Input{At: at, Attributes: map[string]any{}, Relationships: map[string]any{}}
	var faults []error
	text := func(name string) string {
		value, sent := object[name]
		s, ok := value.(string)
		if sent && !ok {
			faults = append(faults, Invalid(at+"/"+name, "invalid", "%s must be a string", name))
		}
		return s
	}
	typ := text("type")
	in.ID, in.LID = text("id"), text("lid")
	for _, name := range []string{"attributes", "relationships", "meta"} {
		value, sent := object[name]
		m, ok := value.(map[string]any)
		switch {
		case sent && !ok:
			faults = append(faults, Invalid(at+"/"+name, "invalid", "%s must be an object", name))
		case name == "attributes" && sent:
			in.Attributes, in.Exact, in.HasAttributes = plain(m), Members(Members(raw)[name]), true
		case name == "relationships" && sent:
			in.Relationships = plain(m)
		}
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return in, in.match(typ, object["id"] != nil, want)
}

// match holds type and id against the endpoint.
func (in *Input) match(typ string, hasID bool, want Envelope) error {
	switch {
	case typ == "":
		return Invalid(in.At, "type_missing", "type must be there, and %q", want.Type)
	case typ != want.Type:
		return errs.New(errs.Conflict, "type_conflict", "type must be %q here", want.Type).At(in.At + "/type")
	case want.ID != "" && !hasID:
		return Invalid(in.At, "id_missing", "id must be there, and %q", want.ID)
	case want.ID != "" && in.ID != want.ID:
		return errs.New(errs.Conflict, "id_conflict", "id must be %q here", want.ID).At(in.At + "/id")
	case want.ID == "" && hasID:
		return errs.New(errs.Forbidden, "client_id", "the server chooses the id: leave it out").At(in.At + "/id")
	}
	return nil
}

// plain leaves out @-members, which JSON:API tells to ignore.
func plain(m map[string]any) map[string]any {
	m = maps.Clone(m)
	maps.DeleteFunc(m, func(name string, _ any) bool { return strings.HasPrefix(name, "@") })
	return m
}

// ReadLinkage reads the linkage of a relationship, which stands at pointer at, into ids without doubles.
func ReadLinkage(target string, many bool, at string, data any) ([]string, error) {
	if !many {
		if data == nil {
			return nil, nil
		}
		id, err := readIdentifier(target, at, data)
		return []string{id}, err
	}
	list, ok := data.([]any)
	if !ok {
		return nil, Invalid(at, "invalid", "data must be an array of identifiers of %s", target)
	}
	ids, faults := []string{}, []error{}
	for i, item := range list {
		id, err := readIdentifier(target, at+"/"+strconv.Itoa(i), item)
		if err != nil {
			faults = append(faults, err)
		} else if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, errors.Join(faults...)
}

func readIdentifier(target, at string, data any) (string, error) {
	object, ok := data.(map[string]any)
	if !ok {
		return "", Invalid(at, "invalid", "there must be an identifier here: an object of type and id")
	}
	if typ, sent := object["type"]; !sent {
		return "", Invalid(at, "type_missing", "type must be there, and %q", target)
	} else if typ != target {
		return "", Invalid(at+"/type", "wrong_type", "type must be %q here", target)
	}
	id, sent := object["id"]
	text, ok := id.(string)
	switch {
	case !sent:
		return "", Invalid(at, "id_missing", "id must be there")
	case !ok || text == "":
		return "", Invalid(at+"/id", "invalid", "id must be a string that is not empty")
	}
	return text, nil
}

// Parent is the deepest value that exists towards a missing member of the resource object.
func (in *Input) Parent(member string) string {
	if member == "attributes" && in.HasAttributes || member == "relationships" && len(in.Relationships) > 0 {
		return in.At + "/" + member
	}
	return in.At
}
