package jsonapi

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// maxOperations bounds one atomic request.
const maxOperations = 100

// step is one atomic operation.
type step struct {
	at       string // its pointer
	op       string
	typ, id  string
	relation string
	lid      string // of what an add makes
	data     any
	hasData  bool
	raw      json.RawMessage // data, exactly
}

type lids map[resourceKey]string

// Atomic mounts the Atomic Operations extension over every collection that is registered: all operations
// in order and in one transaction of Tx, local ids resolved on the way.
func (s *API) Atomic(path string) {
	op := &huma.Operation{Method: http.MethodPost, Path: path, OperationID: "atomicOperations", Tags: []string{"atomic"}, Summary: "Do several operations wholly or not at all"}
	mediaType := MediaType + `;ext="` + AtomicExt + `"`
	list := func(name string) map[string]*huma.MediaType {
		return content(mediaType, object([]string{name}, map[string]*huma.Schema{name: array(&huma.Schema{Type: "object", AdditionalProperties: true})}))
	}
	op.RequestBody = &huma.RequestBody{Required: true, Content: list("atomic:operations")}
	op.Responses = map[string]*huma.Response{
		"200": {Description: "Results", Content: list("atomic:results")}, "204": {Description: "Nothing to tell"},
	}
	s.handle(op, endpoint{ext: AtomicExt}, func(c *call) (answer, error) {
		doc, err := readDocument(c.r, defaultMaxBody)
		if err != nil {
			return answer{}, err
		}
		steps, err := readSteps(doc)
		if err != nil {
			return answer{}, err
		}
		var results []byte
		var told bool
		err = s.Tx(c.ctx, func(ctx context.Context) error {
			results, told = nil, false // Tx may run this again
			known := lids{}
			for i := range steps {
				if i > 0 {
					results = append(results, ',')
				}
				var data bool
				if results, data, err = s.perform(ctx, results, &steps[i], known); err != nil {
					return err
				}
				told = told || data
			}
			return nil
		})
		if err != nil || !told {
			return answer{status: http.StatusNoContent}, err
		}
		return answer{http.StatusOK, append(append([]byte(`{"atomic:results":[`), results...), "]"+tail...)}, nil
	})
}

func readSteps(doc document) ([]step, error) {
	const root = "/atomic:operations"
	value, sent := doc.tree["atomic:operations"]
	list, ok := value.([]any)
	switch {
	case !sent:
		return nil, errs.New(errs.Malformed, "operations_missing", "the document must have atomic:operations")
	case !ok || len(list) == 0 || len(list) > maxOperations:
		return nil, errs.New(errs.Malformed, "malformed_operations", "atomic:operations must be an array of 1 to %d operations", maxOperations).At(root)
	}
	for _, name := range []string{"data", "included", "errors"} {
		if _, there := doc.tree[name]; there {
			return nil, errs.New(errs.Malformed, "malformed_operations", "%s must not stand beside atomic:operations", name).At("/" + name)
		}
	}
	var exact []json.RawMessage
	if err := json.Unmarshal(members(doc.raw)["atomic:operations"], &exact); err != nil {
		return nil, err
	}
	steps := make([]step, len(list))
	for i, item := range list {
		at := root + "/" + strconv.Itoa(i)
		object, ok := item.(map[string]any)
		if !ok {
			return nil, errs.New(errs.Malformed, "malformed_operation", "an operation must be an object").At(at)
		}
		st, err := readStep(at, object)
		if err != nil {
			return nil, err
		}
		st.raw = members(exact[i])["data"]
		steps[i] = st
	}
	return steps, nil
}

func readStep(at string, object map[string]any) (step, error) {
	st := step{at: at}
	st.op, _ = object["op"].(string)
	st.data, st.hasData = object["data"]
	malformed := errs.New(errs.Malformed, "malformed_operation", "an operation must have op, and a ref or data with a type").At(at)
	if _, href := object["href"]; href {
		return st, errs.New(errs.Malformed, "href_unsupported", "name the target by ref").At(at + "/href")
	}
	target, _ := st.data.(map[string]any)
	if ref, sent := object["ref"]; sent {
		if target, _ = ref.(map[string]any); target == nil {
			return st, malformed
		}
		st.relation, _ = target["relationship"].(string)
	}
	st.typ, _ = target["type"].(string)
	st.id, _ = target["id"].(string)
	st.lid, _ = target["lid"].(string)
	if st.op == "" || st.typ == "" {
		return st, malformed
	}
	return st, nil
}

// perform does one operation and appends its result; data says that the result tells something.
func (s *API) perform(ctx context.Context, b []byte, st *step, known lids) (out []byte, data bool, err error) {
	sp := s.specs[st.typ]
	if sp == nil {
		return b, false, errs.New(errs.NotFound, "unknown_type", "there is no resource type %q", st.typ).At(st.at)
	}
	if st.id == "" && st.op != "add" || st.relation != "" {
		if id, ok := known[resourceKey{st.typ, st.lid}]; ok && st.id == "" {
			st.id = id
		}
	}
	if err := resolve(st.data, known, st.op == "add" && st.relation == ""); err != nil {
		return b, false, st.locate(err)
	}
	n, err := s.do(ctx, sp, st)
	if err != nil {
		return b, false, st.locate(err)
	}
	if n == nil {
		return append(b, "{}"...), false, nil
	}
	if st.op == "add" && st.lid != "" {
		known[resourceKey{st.typ, st.lid}] = n.id()
	}
	b, err = sp.encode(append(b, `{"data":`...), n, nil)
	return append(b, '}'), true, err
}

// locate moves what a collection says of /data into the operation; what has no place is the whole operation's.
func (st *step) locate(err error) error {
	all := errs.All(err)
	moved := make([]error, len(all))
	for i, e := range all {
		switch {
		case strings.HasPrefix(e.Pointer, "/data"):
			moved[i] = e.At(st.at + e.Pointer)
		case e.Pointer == "" && e.Parameter == "" && e.Header == "":
			moved[i] = e.At(st.at)
		default:
			moved[i] = e
		}
	}
	return errors.Join(moved...)
}

// do calls the collection; it answers nil where there is nothing to tell.
func (s *API) do(ctx context.Context, sp *spec, st *step) (node, error) {
	switch {
	case st.relation != "":
		return nil, s.relate(ctx, sp, st)
	case st.op == "add" && sp.create != nil:
		in, err := readResource("/data", st.data, st.raw, envelope{typ: sp.typ, clientIDs: sp.clientIDs})
		if err != nil {
			return nil, err
		}
		return sp.create(ctx, in)
	case st.op == "update" && sp.update != nil:
		in, err := readResource("/data", st.data, st.raw, envelope{typ: sp.typ, id: st.id})
		if err != nil {
			return nil, err
		}
		return sp.update(ctx, in, condition{})
	case st.op == "remove" && sp.remove != nil:
		if !soundID(st.id) {
			return nil, errs.Missing(sp.noun(), st.id).At("/data")
		}
		return nil, sp.remove(ctx, st.id)
	}
	return nil, errs.New(errs.Forbidden, "unsupported_operation", "the operation %q is not supported for %s", st.op, st.typ).At(st.at)
}

// relate changes one relationship.
func (s *API) relate(ctx context.Context, sp *spec, st *step) error {
	f := sp.rel(st.relation)
	if f == nil || sp.update == nil {
		return errs.New(errs.Forbidden, "unsupported_operation", "%s have no relationship %q to change", sp.typ, st.relation).At(st.at)
	}
	if !st.hasData || !f.many && st.op != "update" {
		return errs.New(errs.Malformed, "malformed_operation", "this relationship is changed by update, with data").At(st.at)
	}
	ids, err := readLinkage(f, "/data", st.data)
	if err != nil {
		return err
	}
	if st.op != "update" {
		n, err := sp.get(ctx, st.id)
		if err != nil {
			return err
		}
		ids = merged(n.relation(f.index).refs(), ids, st.op == "add")
	}
	_, err = sp.update(ctx, relationInput(sp, f, st.id, ids), condition{})
	return relocate(err, "/data/relationships/"+f.name+"/data", "/data")
}

// resolve puts ids in the place of the lids of what was added before. The lid of what is being added
// stands on top and stays.
func resolve(v any, known lids, adding bool) error {
	switch v := v.(type) {
	case map[string]any:
		lid, named := v["lid"].(string)
		typ, _ := v["type"].(string)
		if _, has := v["id"]; named && !has && !adding {
			id, ok := known[resourceKey{typ, lid}]
			if !ok {
				return errs.New(errs.NotFound, "unknown_lid", "nothing before this was added as %s %q", typ, lid)
			}
			v["id"] = id
		}
		relationships, _ := v["relationships"].(map[string]any)
		var faults []error
		for _, r := range relationships {
			if object, ok := r.(map[string]any); ok {
				faults = append(faults, resolve(object["data"], known, false))
			}
		}
		if err := errors.Join(faults...); err != nil {
			return errs.Of(err)
		}
	case []any:
		for _, item := range v {
			if err := resolve(item, known, false); err != nil {
				return err
			}
		}
	}
	return nil
}
