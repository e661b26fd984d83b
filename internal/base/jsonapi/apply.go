package jsonapi

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi/request"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi/schema"
)

// fill makes n the resource a creation asks for.
func (s *API) fill(sp *spec, n node, in *request.Input) error {
	if err := n.begin(in.ID, in.LID, sp.Defaults); err != nil {
		return err
	}
	_, err := s.lay(sp, n, in, true)
	return err
}

// lay checks what was sent and lays it over n; what was not sent keeps its value. It answers the names
// that were sent. Nested values are replaced, never merged.
func (s *API) lay(sp *spec, n node, in *request.Input, creating bool) (map[string]bool, error) {
	faults := sp.refuseUnknown(in)
	values := n.attributes()
	sent := map[string]bool{}
	for i := range sp.Attrs {
		f := &sp.Attrs[i]
		value, ok := in.Attributes[f.Name]
		if !ok {
			if creating && slices.Contains(sp.Required, f.Name) {
				faults = append(faults, request.Invalid(in.Parent("attributes"), "attribute_missing", "the attribute %s must be there", f.Name))
			}
			continue
		}
		write, err := sp.mayWrite(f, value, values.FieldByIndex(f.Index), in, creating)
		if err != nil {
			faults = append(faults, err)
		}
		if !write || value == nil {
			delete(in.Attributes, f.Name) // judged: the rules need not see it
		}
		if write {
			sent[f.Name] = true
		}
	}
	faults = append(faults, in.Validate(s.registry(), sp.Rules)...)
	relations, unrelated := sp.layRelations(n, in, creating)
	if faults = append(faults, unrelated...); len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	for name, ids := range relations {
		n.assign(sp.Rel(name).Index, ids)
		sent[name] = true
	}
	return sent, sp.decode(values, in, sent)
}

func (sp *spec) refuseUnknown(in *request.Input) (faults []error) {
	for _, name := range slices.Sorted(maps.Keys(in.Attributes)) {
		if sp.Attr(name) == nil {
			faults = append(faults, request.Invalid(in.At+"/attributes/"+request.Escape(name), "unknown_attribute", "%s have no attribute %q", sp.Type, name))
			delete(in.Attributes, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(in.Relationships)) {
		if sp.Rel(name) == nil {
			faults = append(faults, request.Invalid(in.At+"/relationships/"+request.Escape(name), "unknown_relationship", "%s have no relationship %q", sp.Type, name))
		}
	}
	return faults
}

// mayWrite reports whether a sent attribute is to be written. One the client may not change is fine when it
// comes back unchanged, as from a client that sends a whole resource.
func (sp *spec) mayWrite(f *schema.Attribute, value any, stored reflect.Value, in *request.Input, creating bool) (bool, error) {
	at := in.At + "/attributes/" + f.Name
	if f.ReadOnly || f.Immutable && !creating {
		if !creating && same(stored, in.Exact[f.Name]) {
			return false, nil
		}
		return false, errs.New(errs.Forbidden, "read_only", "%s cannot be set here", f.Name).At(at)
	}
	if value == nil && !f.Nullable {
		return false, request.Invalid(at, "invalid", "%s must not be null", f.Name)
	}
	return true, nil
}

// same reports whether raw stands for the stored value.
func same(stored reflect.Value, raw json.RawMessage) bool {
	sent := reflect.New(stored.Type())
	if json.Unmarshal(raw, sent.Interface()) != nil {
		return false
	}
	a, errA := json.Marshal(stored.Interface())
	b, errB := json.Marshal(sent.Interface())
	return errA == nil && errB == nil && bytes.Equal(a, b)
}

// decode writes the sent attributes, from their exact bytes.
func (sp *spec) decode(values reflect.Value, in *request.Input, sent map[string]bool) error {
	var faults []error
	for i := range sp.Attrs {
		f := &sp.Attrs[i]
		if !sent[f.Name] {
			continue
		}
		field := values.FieldByIndex(f.Index)
		field.SetZero()
		if err := json.Unmarshal(in.Exact[f.Name], field.Addr().Interface()); err != nil {
			faults = append(faults, request.Invalid(in.At+"/attributes/"+f.Name, "invalid", "%s cannot be read: %s", f.Name, reason(err)))
		}
	}
	return errors.Join(faults...)
}

// reason is what a failed decoding says to people, without Go's names.
func reason(err error) string {
	if te := (*json.UnmarshalTypeError)(nil); errors.As(err, &te) {
		return "a " + te.Value + " does not fit"
	}
	return err.Error()
}

// layRelations reads every relationship that was sent, and looks for those that must be.
func (sp *spec) layRelations(n node, in *request.Input, creating bool) (map[string][]string, []error) {
	read, faults := map[string][]string{}, []error(nil)
	for i := range sp.Rels {
		f := &sp.Rels[i]
		at := in.At + "/relationships/" + f.Name
		value, sent := in.Relationships[f.Name]
		if !sent {
			if creating && f.Required {
				faults = append(faults, request.Invalid(in.Parent("relationships"), "relationship_missing", "the relationship %s must be there", f.Name))
			}
			continue
		}
		object, _ := value.(map[string]any)
		data, ok := object["data"]
		if !ok {
			faults = append(faults, request.Invalid(at, "data_missing", "a relationship must be an object with data"))
			continue
		}
		ids, err := request.ReadLinkage(f.Target, f.Many, at+"/data", data)
		switch {
		case err != nil:
			faults = append(faults, err)
		case f.Required && len(ids) == 0:
			faults = append(faults, request.Invalid(at+"/data", "relationship_missing", "%s must not be empty", f.Name))
		case f.ReadOnly || f.Immutable && !creating:
			if creating || !slices.Equal(ids, n.relation(f.Index).refs()) {
				faults = append(faults, errs.New(errs.Forbidden, "read_only", "%s cannot be set here", f.Name).At(at))
			}
		default:
			read[f.Name] = ids
		}
	}
	return read, faults
}

// soundID reports whether an id from a path can be looked up: databases refuse some text altogether.
func soundID(id string) bool {
	return id != "" && len(id) <= 256 && utf8.ValidString(id) && strings.IndexByte(id, 0) < 0
}

// condition is what If-Match demands; empty without it.
type condition string

// hold compares the demand with the version there is, and answers the version when it was demanded.
func (c condition) hold(version string) (string, error) {
	if c == "" || c == "*" {
		return "", nil
	}
	for tag := range strings.SplitSeq(string(c), ",") {
		if strings.TrimSpace(tag) == etag(version) && version != "" {
			return version, nil
		}
	}
	return "", errs.New(errs.Precondition, "version_conflict", "it has changed since you read it: read it again").OnHeader("If-Match")
}

// versionOf is the version of n: its store's own, or else one that its content makes. The latter tells who reads and
// then changes that something changed between; two changes at one instant only a store's own keeps apart.
func (sp *spec) versionOf(n node) (string, error) {
	if v := n.version(); v != "" {
		return v, nil
	}
	content, err := sp.encode(nil, n, nil)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:8]), nil
}

func etag(version string) string { return `"` + version + `"` }

func conditionOf(r *http.Request) condition {
	return condition(strings.TrimSpace(strings.Join(r.Header.Values("If-Match"), ",")))
}

// relocate moves the pointers of err from where we laid a value to where the client sent it.
func relocate(err error, from, to string) error {
	if err == nil {
		return nil
	}
	all := errs.All(err)
	moved := make([]error, len(all))
	for i, e := range all {
		moved[i] = e
		if rest, ok := strings.CutPrefix(e.Pointer, from); ok {
			moved[i] = e.At(to + rest)
		}
	}
	return errors.Join(moved...)
}
