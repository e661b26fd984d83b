package jsonapi

import (
	"net/http"
	"slices"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi/request"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi/schema"
)

// mountRelatedTo serves the resources a relationship refers to: GET /problems/{id}/author.
func (s *API) mountRelatedTo(sp *spec, f *schema.Relationship, to *spec) {
	op := s.operation(sp, "get", http.MethodGet, sp.item()+"/"+f.Name, "Read the "+f.Name+" of one of "+sp.Type)
	op.OperationID += schema.Pascal(f.Name)
	guarded(op, false, sp.access.of("get").And(to.access.of("get")))
	suffix := "Document"
	if f.Many {
		suffix = "Collection"
	}
	success(op, http.StatusOK, to.Ref(suffix))
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
		self := sp.self(n.id()) + "/" + f.Name
		switch {
		case f.Many:
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
func (s *API) mountLinkage(sp *spec, f *schema.Relationship) {
	path := sp.item() + "/relationships/" + f.Name
	op := s.operation(sp, "get", http.MethodGet, path, "Read which "+f.Name+" one of "+sp.Type+" has")
	op.OperationID += schema.Pascal(f.Name) + "Relationship"
	shown := schema.Linkage(f)
	shown.Properties["included"] = schema.Array(schema.RefTo("AnyResource"))
	success(op, http.StatusOK, shown)
	op.Parameters = append(op.Parameters, s.includeParam(sp)...)
	s.handle(op, endpoint{sp: sp}, func(c *call) (answer, error) {
		n, err := sp.get(c.ctx, c.r.PathValue("id"))
		if err != nil {
			return answer{}, err
		}
		b := linkage([]byte(`{"data":`), n.relation(f.Index))
		if b, err = s.included(c.ctx, b, sp, []node{n}, c.query); err != nil {
			return answer{}, err
		}
		return answer{http.StatusOK, append(sp.relationLinks(b, n.id(), f), tail...)}, nil
	})
	s.mountLinkageChange(sp, f, http.MethodPatch, "replace")
	if f.Many {
		s.mountLinkageChange(sp, f, http.MethodPost, "add")
		s.mountLinkageChange(sp, f, http.MethodDelete, "remove")
	}
}

func (s *API) mountLinkageChange(sp *spec, f *schema.Relationship, method, verb string) {
	path := sp.item() + "/relationships/" + f.Name
	op := s.operation(sp, verb, method, path, verb+" "+f.Name+" of one of "+sp.Type)
	op.OperationID += schema.Pascal(f.Name)
	success(op, http.StatusNoContent, nil)
	takes(op, schema.Linkage(f))
	op.Parameters = append(op.Parameters, ifMatch())
	refused := sp.update == nil || f.ReadOnly || f.Immutable
	if guarded(op, false, sp.access.of("update")); refused {
		guarded(op, false, sp.access.of("get"))
	}
	s.handle(op, endpoint{quiet: refused}, func(c *call) (answer, error) {
		if refused {
			return answer{}, unsupported(sp)
		}
		doc, err := request.ReadDocument(c.r, sp.maxBody)
		if err != nil {
			return answer{}, err
		}
		data, sent := doc.Tree["data"]
		if !sent {
			return answer{}, errs.New(errs.Malformed, "data_missing", "the document must have data")
		}
		ids, err := request.ReadLinkage(f.Target, f.Many, "/data", data)
		if err != nil {
			return answer{}, err
		}
		id := c.r.PathValue("id")
		if method != http.MethodPatch {
			n, err := sp.get(c.ctx, id)
			if err != nil {
				return answer{}, err
			}
			ids = merged(n.relation(f.Index).refs(), ids, method == http.MethodPost)
		}
		_, err = sp.update(c.ctx, relationInput(sp, f, id, ids), conditionOf(c.r))
		return answer{status: http.StatusNoContent}, relocate(err, "/data/relationships/"+f.Name+"/data", "/data")
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
func relationInput(sp *spec, f *schema.Relationship, id string, ids []string) *request.Input {
	var data any
	list := []any{}
	for _, to := range ids {
		data = map[string]any{"type": f.Target, "id": to}
		list = append(list, data)
	}
	if f.Many {
		data = list
	}
	return &request.Input{
		At: "/data", ID: id, Attributes: map[string]any{},
		Relationships: map[string]any{f.Name: map[string]any{"data": data}},
	}
}
