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
)

// fill makes n the resource a creation asks for.
func (s *API) fill(sp *spec, n node, in *input) error {
	if err := n.begin(in.id, in.lid, sp.defaults); err != nil {
		return err
	}
	_, err := s.lay(sp, n, in, true)
	return err
}

// lay checks what was sent and lays it over n; what was not sent keeps its value. It answers the names
// that were sent. Nested values are replaced, never merged.
func (s *API) lay(sp *spec, n node, in *input, creating bool) (map[string]bool, error) {
	faults := sp.refuseUnknown(in)
	values := n.attributes()
	sent := map[string]bool{}
	for i := range sp.attrs {
		f := &sp.attrs[i]
		value, ok := in.attributes[f.name]
		if !ok {
			if creating && slices.Contains(sp.required, f.name) {
				faults = append(faults, invalid(in.parent("attributes"), "attribute_missing", "the attribute %s must be there", f.name))
			}
			continue
		}
		write, err := sp.mayWrite(f, value, values.FieldByIndex(f.index), in, creating)
		if err != nil {
			faults = append(faults, err)
		}
		if !write || value == nil {
			delete(in.attributes, f.name) // judged: the rules need not see it
		}
		if write {
			sent[f.name] = true
		}
	}
	faults = append(faults, s.validate(sp.rules, in)...)
	relations, unrelated := sp.layRelations(n, in, creating)
	if faults = append(faults, unrelated...); len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	for name, ids := range relations {
		n.assign(sp.rel(name).index, ids)
		sent[name] = true
	}
	return sent, sp.decode(values, in, sent)
}

func (sp *spec) refuseUnknown(in *input) (faults []error) {
	for _, name := range slices.Sorted(maps.Keys(in.attributes)) {
		if sp.attr(name) == nil {
			faults = append(faults, invalid(in.at+"/attributes/"+escape(name), "unknown_attribute", "%s have no attribute %q", sp.typ, name))
			delete(in.attributes, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(in.relationships)) {
		if sp.rel(name) == nil {
			faults = append(faults, invalid(in.at+"/relationships/"+escape(name), "unknown_relationship", "%s have no relationship %q", sp.typ, name))
		}
	}
	return faults
}

// mayWrite reports whether a sent attribute is to be written. One the client may not change is fine when it
// comes back unchanged, as from a client that sends a whole resource.
func (sp *spec) mayWrite(f *attrField, value any, stored reflect.Value, in *input, creating bool) (bool, error) {
	at := in.at + "/attributes/" + f.name
	if f.readOnly || f.immutable && !creating {
		if !creating && same(stored, in.exact[f.name]) {
			return false, nil
		}
		return false, errs.New(errs.Forbidden, "read_only", "%s cannot be set here", f.name).At(at)
	}
	if value == nil && !f.nullable {
		return false, invalid(at, "invalid", "%s must not be null", f.name)
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
func (sp *spec) decode(values reflect.Value, in *input, sent map[string]bool) error {
	var faults []error
	for i := range sp.attrs {
		f := &sp.attrs[i]
		if !sent[f.name] {
			continue
		}
		field := values.FieldByIndex(f.index)
		field.SetZero()
		if err := json.Unmarshal(in.exact[f.name], field.Addr().Interface()); err != nil {
			faults = append(faults, invalid(in.at+"/attributes/"+f.name, "invalid", "%s cannot be read: %s", f.name, reason(err)))
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
func (sp *spec) layRelations(n node, in *input, creating bool) (map[string][]string, []error) {
	read, faults := map[string][]string{}, []error(nil)
	for i := range sp.rels {
		f := &sp.rels[i]
		at := in.at + "/relationships/" + f.name
		value, sent := in.relationships[f.name]
		if !sent {
			if creating && f.required {
				faults = append(faults, invalid(in.parent("relationships"), "relationship_missing", "the relationship %s must be there", f.name))
			}
			continue
		}
		object, _ := value.(map[string]any)
		data, ok := object["data"]
		if !ok {
			faults = append(faults, invalid(at, "data_missing", "a relationship must be an object with data"))
			continue
		}
		ids, err := readLinkage(f, at+"/data", data)
		switch {
		case err != nil:
			faults = append(faults, err)
		case f.required && len(ids) == 0:
			faults = append(faults, invalid(at+"/data", "relationship_missing", "%s must not be empty", f.name))
		case f.readOnly || f.immutable && !creating:
			if creating || !slices.Equal(ids, n.relation(f.index).refs()) {
				faults = append(faults, errs.New(errs.Forbidden, "read_only", "%s cannot be set here", f.name).At(at))
			}
		default:
			read[f.name] = ids
		}
	}
	return read, faults
}

// parent is the deepest value that exists towards a missing member of the resource object.
func (in *input) parent(member string) string {
	if member == "attributes" && in.hasAttributes || member == "relationships" && len(in.relationships) > 0 {
		return in.at + "/" + member
	}
	return in.at
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
