package jsonapi

import (
	"net/http"
	"slices"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// mountRelatedTo serves the resources a relationship refers to: GET /problems/{id}/author.
func (s *API) mountRelatedTo(sp *spec, f *relField, to *spec) {
	op := s.operation(sp, "get", http.MethodGet, sp.item()+"/"+f.name, "Read the "+f.name+" of one of "+sp.typ)
	op.OperationID += pascal(f.name)
	guarded(op, false, sp.access.of("get").And(to.access.of("get")))
	suffix := "Document"
	if f.many {
		suffix = "Collection"
	}
	success(op, http.StatusOK, to.ref(suffix))
	op.Parameters = append(op.Parameters, s.readParams(to)...)
	s.handle(op, endpoint{sp: to}, func(c *call) (answer, error) {
		n, err := sp.get(c.ctx, c.r.PathValue("id"))
		if err != nil {
			return answer{}, err
		}
		found, err := fetchLevel(c.ctx, to, []node{n}, f)
		if err != nil {
			return answer{}, err
		}
		self := sp.self(n.id()) + "/" + f.name
		switch {
		case f.many:
			b, err := s.many(c.ctx, to, listing{nodes: found}, c.query, self)
			return answer{http.StatusOK, b}, err
		case len(found) == 0:
			b := quote([]byte(`{"data":null,"links":{"self":`), self)
			return answer{http.StatusOK, append(append(b, '}'), tail...)}, nil
		default:
			return s.resource(c, to, found[0], http.StatusOK)
		}
	})
}

// mountLinkage serves a relationship itself: who is related, without their attributes.
func (s *API) mountLinkage(sp *spec, f *relField) {
	path := sp.item() + "/relationships/" + f.name
	op := s.operation(sp, "get", http.MethodGet, path, "Read which "+f.name+" one of "+sp.typ+" has")
	op.OperationID += pascal(f.name) + "Relationship"
	shown := linkageSchema(f)
	shown.Properties["included"] = array(refTo("AnyResource"))
	success(op, http.StatusOK, shown)
	op.Parameters = append(op.Parameters, s.includeParam(sp)...)
	s.handle(op, endpoint{sp: sp}, func(c *call) (answer, error) {
		n, err := sp.get(c.ctx, c.r.PathValue("id"))
		if err != nil {
			return answer{}, err
		}
		b := linkage([]byte(`{"data":`), n.relation(f.index))
		if b, err = s.included(c.ctx, b, sp, []node{n}, c.query); err != nil {
			return answer{}, err
		}
		return answer{http.StatusOK, append(sp.relationLinks(b, n.id(), f), tail...)}, nil
	})
	s.mountLinkageChange(sp, f, http.MethodPatch, "replace")
	if f.many {
		s.mountLinkageChange(sp, f, http.MethodPost, "add")
		s.mountLinkageChange(sp, f, http.MethodDelete, "remove")
	}
}

func (s *API) mountLinkageChange(sp *spec, f *relField, method, verb string) {
	path := sp.item() + "/relationships/" + f.name
	op := s.operation(sp, verb, method, path, verb+" "+f.name+" of one of "+sp.typ)
	op.OperationID += pascal(f.name)
	success(op, http.StatusNoContent, nil)
	takes(op, linkageSchema(f))
	op.Parameters = append(op.Parameters, ifMatch())
	refused := sp.update == nil || f.readOnly || f.immutable
	if guarded(op, false, sp.access.of("update")); refused {
		guarded(op, false, sp.access.of("get"))
	}
	s.handle(op, endpoint{quiet: refused}, func(c *call) (answer, error) {
		if refused {
			return answer{}, unsupported(sp)
		}
		doc, err := readDocument(c.r, sp.maxBody)
		if err != nil {
			return answer{}, err
		}
		data, sent := doc.tree["data"]
		if !sent {
			return answer{}, errs.New(errs.Malformed, "data_missing", "the document must have data")
		}
		ids, err := readLinkage(f, "/data", data)
		if err != nil {
			return answer{}, err
		}
		id := c.r.PathValue("id")
		if method != http.MethodPatch {
			n, err := sp.get(c.ctx, id)
			if err != nil {
				return answer{}, err
			}
			ids = merged(n.relation(f.index).refs(), ids, method == http.MethodPost)
		}
		_, err = sp.update(c.ctx, relationInput(sp, f, id, ids), conditionOf(c.r))
		return answer{status: http.StatusNoContent}, relocate(err, "/data/relationships/"+f.name+"/data", "/data")
	})
}

// merged adds ids that are not there yet, or removes those that are.
func merged(have, ids []string, add bool) []string {
	out := slices.Clone(have)
	for _, id := range ids {
		i := slices.Index(out, id)
		switch {
		case add && i < 0:
			out = append(out, id)
		case !add && i >= 0:
			out = slices.Delete(out, i, i+1)
		}
	}
	return out
}

// relationInput is the update that gives a relationship this linkage.
func relationInput(sp *spec, f *relField, id string, ids []string) *input {
	var data any
	list := []any{}
	for _, to := range ids {
		data = map[string]any{"type": f.target, "id": to}
		list = append(list, data)
	}
	if f.many {
		data = list
	}
	return &input{
		at: "/data", id: id, attributes: map[string]any{},
		relationships: map[string]any{f.name: map[string]any{"data": data}},
	}
}
