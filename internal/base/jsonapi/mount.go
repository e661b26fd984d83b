package jsonapi

import (
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi/request"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi/schema"
)

// mount serves a collection, and whatever relationships can be served now that its type is known.
func (s *API) mount(sp *spec) {
	if sp.list != nil {
		s.mountList(sp)
	}
	if strings.Contains(sp.Path, "{") {
		if sp.fetch != nil || sp.create != nil || sp.update != nil || sp.remove != nil {
			panic("jsonapi: " + sp.Path + ": a path with variables can only be listed")
		}
		return
	}
	if sp.fetch == nil && sp.update != nil {
		panic("jsonapi: " + sp.Path + ": Update needs Get")
	}
	if sp.create != nil {
		s.mountCreate(sp)
	}
	if sp.remove != nil {
		s.mountDelete(sp)
	}
	if sp.fetch == nil {
		return
	}
	if s.specs[sp.Type] != nil {
		panic("jsonapi: " + sp.Type + " is registered with Get twice")
	}
	s.specs[sp.Type] = sp
	s.mountGet(sp)
	s.mountUpdate(sp)
	for i := range sp.Rels {
		s.mountLinkage(sp, &sp.Rels[i])
	}
	s.mountRelated()
}

// mountRelated serves the related resources of every relationship whose two ends are known by now.
func (s *API) mountRelated() {
	for _, sp := range s.specs {
		for i := range sp.Rels {
			f := &sp.Rels[i]
			if to := s.specs[f.Target]; to != nil && !sp.related[f.Name] {
				sp.related[f.Name] = true
				s.mountRelatedTo(sp, f, to)
			}
		}
	}
}

func (sp *spec) item() string { return sp.Path + "/{id}" }

func (s *API) mountList(sp *spec) {
	op := s.operation(sp, "list", http.MethodGet, sp.Path, "List "+sp.Type)
	success(op, http.StatusOK, sp.Ref("Collection"))
	op.Parameters = append(op.Parameters, s.listParams(sp)...)
	if strings.Contains(sp.Path, "{") { // another list of a type that has its own
		op.OperationID = "list" + schema.Pascal(strings.NewReplacer("/v1/", "", "{", "", "}", "", "/", "-").Replace(sp.Path))
	}
	s.handle(op, endpoint{sp: sp, list: true}, func(c *call) (answer, error) {
		page, err := sp.list(c.ctx, c.query)
		if err != nil {
			return answer{}, err
		}
		b, err := s.many(c.ctx, s.linked(sp), page, c.query, c.r.URL.EscapedPath())
		return answer{http.StatusOK, b}, err
	})
}

// linked is the spec that knows where resources of sp's type are served, or sp itself.
func (s *API) linked(sp *spec) *spec {
	if known := s.specs[sp.Type]; known != nil && known.Attributes == sp.Attributes {
		return known
	}
	return sp
}

func (s *API) mountGet(sp *spec) {
	op := s.operation(sp, "get", http.MethodGet, sp.item(), "Read one of "+sp.Type)
	success(op, http.StatusOK, sp.Ref("Document"))
	op.Parameters = append(append(op.Parameters, s.readParams(sp)...), ownParams(sp.parameters)...)
	s.handle(op, endpoint{sp: sp, parameters: sp.parameters}, func(c *call) (answer, error) {
		n, err := sp.get(c.ctx, c.r.PathValue("id"))
		if err != nil {
			return answer{}, err
		}
		return s.resource(c, sp, n, http.StatusOK)
	})
}

// resource answers one resource with its ETag.
func (s *API) resource(c *call, sp *spec, n node, status int) (answer, error) {
	v, err := sp.versionOf(n)
	if err != nil {
		return answer{}, err
	}
	c.header.Set("ETag", etag(v))
	b, err := s.one(c.ctx, sp, n, c.query)
	return answer{status, b}, err
}

func (s *API) mountCreate(sp *spec) {
	status := http.StatusCreated
	if sp.accepted {
		status = http.StatusAccepted
	}
	op := s.operation(sp, "create", http.MethodPost, sp.Path, "Create one of "+sp.Type)
	success(op, status, sp.Ref("Document"))
	takes(op, sp.Ref("Create"))
	op.Parameters = append(append(append(op.Parameters, s.readParams(sp)...), ownParams(sp.parameters)...), idempotencyKey())
	s.handle(op, endpoint{sp: sp, parameters: sp.parameters}, func(c *call) (answer, error) {
		in, err := readBody(c.r, sp, request.Envelope{Type: sp.Type})
		if err != nil {
			return answer{}, err
		}
		n, err := sp.create(c.ctx, in)
		if err != nil {
			return answer{}, err
		}
		if sp.fetch != nil {
			c.header.Set("Location", sp.self(n.id()))
		}
		return s.resource(c, sp, n, status)
	})
}

// readBody reads the document of a creation or an update.
func readBody(r *http.Request, sp *spec, want request.Envelope) (*request.Input, error) {
	doc, err := request.ReadDocument(r, sp.maxBody)
	if err != nil {
		return nil, err
	}
	data, sent := doc.Tree["data"]
	if !sent {
		return nil, errs.New(errs.Malformed, "data_missing", "the document must have data")
	}
	return request.ReadResource("/data", data, request.Members(doc.Raw)["data"], want)
}

func (s *API) mountUpdate(sp *spec) {
	op := s.operation(sp, "update", http.MethodPatch, sp.item(), "Change one of "+sp.Type)
	success(op, http.StatusOK, sp.Ref("Document"))
	takes(op, sp.Ref("Update"))
	op.Parameters = append(append(op.Parameters, s.readParams(sp)...), ifMatch())
	if sp.update == nil {
		guarded(op, false, sp.access.of("get"))
	}
	s.handle(op, endpoint{sp: sp, quiet: sp.update == nil}, func(c *call) (answer, error) {
		if sp.update == nil {
			return answer{}, unsupported(sp)
		}
		in, err := readBody(c.r, sp, request.Envelope{Type: sp.Type, ID: c.r.PathValue("id")})
		if err != nil {
			return answer{}, err
		}
		n, err := sp.update(c.ctx, in, conditionOf(c.r))
		if err != nil {
			return answer{}, err
		}
		return s.resource(c, sp, n, http.StatusOK)
	})
}

// unsupported is the answer JSON:API demands where a resource can be read but not changed.
func unsupported(sp *spec) error {
	return errs.New(errs.Forbidden, "update_unsupported", "%s cannot be changed", sp.Type)
}

func (s *API) mountDelete(sp *spec) {
	op := s.operation(sp, "delete", http.MethodDelete, sp.item(), "Delete one of "+sp.Type)
	success(op, http.StatusNoContent, nil)
	op.Parameters = append(op.Parameters, ifMatch())
	s.handle(op, endpoint{}, func(c *call) (answer, error) {
		id := c.r.PathValue("id")
		if !soundID(id) {
			return answer{}, errs.Missing(sp.Noun(), id)
		}
		if condition := conditionOf(c.r); sp.fetch != nil && condition != "" {
			n, err := sp.get(c.ctx, id)
			if err != nil {
				return answer{}, err
			}
			version, err := sp.versionOf(n)
			if err != nil {
				return answer{}, err
			}
			if _, err := condition.hold(version); err != nil {
				return answer{}, err
			}
		}
		return answer{status: http.StatusNoContent}, sp.remove(c.ctx, id)
	})
}

// operation begins an operation: "list", "get", "create", "update" or "delete".
func (s *API) operation(sp *spec, verb, method, path, summary string) *huma.Operation {
	op := &huma.Operation{Method: method, Path: path, OperationID: verb + schema.Pascal(sp.Type), Summary: summary, Tags: tags(sp.tag)}
	op.Parameters = pathParams(path)
	guarded(op, slices.Contains(sp.access.public, verb), sp.access.of(verb))
	s.deprecate(op, sp.deprecated)
	return op
}
