package jsonapi

import (
	"context"
	"reflect"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi/request"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi/schema"
)

// Collection is all a service writes beside the two structs; a nil function means no such endpoint.
// Every function answers errors of package errs, several at once by errors.Join.
//
// A Path with variables ("/v1/attempts/{attempt}/events") is a list only; its resources link to the
// collection of the same attributes that has Get, if there is one.
type Collection[A Named, R any] struct {
	Path string // such as "/v1/problems"
	Tag  string // heading in the documents

	Sort              []string            // what may be sorted by
	Filter            map[string][]string // field -> operators; nil is just "eq". A relationship is filtered by id
	PageSize, MaxPage int                 // 20 and 100 unless set
	MaxBody           int64               // 1 MiB unless set

	Accepted bool     // POST answers 202: the work is still to be done
	Public   []string // of "list", "get", "create", "update", "delete": open to anybody

	// Who may: Read lists and gets, Write does the rest, unless Needs says otherwise of a verb. What is not declared is
	// open to nobody. What is one's own, and whose, the functions decide.
	Read, Write identity.Needs
	Needs       map[string]identity.Needs

	Parameters []Parameter // query parameters of reading and creating one, such as "waitForEnd"; see Request

	Deprecated *Deprecation // every endpoint of it; nil unless it is

	Links func(r *Resource[A, R]) map[string]string // more links of a resource, such as "events"

	List func(ctx context.Context, q *Query) (Page[A, R], error)
	// Get is asked for many at once and serves include too. Whatever does not exist, or not for who asks,
	// is left out of the answer; the order is free.
	Get func(ctx context.Context, ids []string) ([]Resource[A, R], error)
	// Create stores r and fills in ID, Version and whatever else the server decides.
	Create func(ctx context.Context, r *Resource[A, R]) error
	// Update stores r: the resource Get answered with the changes laid over it. r.Version is still the one
	// that was read: a store that compares and swaps on it loses no concurrent update.
	Update func(ctx context.Context, r *Resource[A, R], c Changes) error
	Delete func(ctx context.Context, id string) error
}

// spec is a Collection without its type parameters.
type spec struct {
	*schema.Plan
	schema.Kind
	tag               string
	sort              []string
	filter            map[string][]string
	pageSize, maxPage int
	maxBody           int64
	accepted          bool
	access            access
	parameters        []Parameter
	deprecated        *Deprecation
	related           map[string]bool // relationships whose related resources are served

	links  func(n node) map[string]string
	list   func(ctx context.Context, q *Query) (listing, error)
	fetch  func(ctx context.Context, ids []string) ([]node, error)
	create func(ctx context.Context, in *request.Input) (node, error)
	update func(ctx context.Context, in *request.Input, condition condition) (node, error)
	remove func(ctx context.Context, id string) error
}

// listing is a Page without its type parameters.
type listing struct {
	nodes      []node
	next, prev string
	total      *int
}

func (s *API) newSpec(typ, path string, attributes, relationships reflect.Type) *spec {
	p := schema.NewPlan(typ, path, attributes, relationships)
	return &spec{
		Plan: p, Kind: s.book.Describe(p, attributes), related: map[string]bool{},
		pageSize: defaultPage, maxPage: defaultMaxPage, maxBody: request.DefaultMaxBody,
	}
}

const (
	defaultPage    = 20
	defaultMaxPage = 100
)

// Register mounts a collection's endpoints and documents them. Collections may be registered in any order.
func Register[A Named, R any](s *API, c Collection[A, R]) {
	sp := s.newSpec(nameOf[A](), c.Path, reflect.TypeFor[A](), reflect.TypeFor[R]())
	sp.tag, sp.sort, sp.filter, sp.access = c.Tag, c.Sort, withOperators(c.Filter), access{c.Public, c.Read, c.Write, c.Needs}
	sp.parameters, sp.deprecated = c.Parameters, c.Deprecated
	sp.accepted = c.Accepted
	sp.pageSize, sp.maxPage, sp.maxBody = or(c.PageSize, sp.pageSize), or(c.MaxPage, sp.maxPage), or(c.MaxBody, sp.maxBody)
	sp.remove = c.Delete
	if c.Links != nil {
		sp.links = func(n node) map[string]string { return c.Links(n.(*Resource[A, R])) }
	}
	if c.List != nil {
		sp.list = func(ctx context.Context, q *Query) (listing, error) {
			page, err := c.List(ctx, q)
			return listing{nodes(page.Items), page.Next, page.Prev, page.Total}, err
		}
	}
	if c.Get != nil {
		sp.fetch = func(ctx context.Context, ids []string) ([]node, error) {
			rs, err := c.Get(ctx, ids)
			return nodes(rs), err
		}
	}
	if c.Create != nil {
		sp.create = func(ctx context.Context, in *request.Input) (node, error) {
			r := &Resource[A, R]{}
			if err := s.fill(sp, r, in); err != nil {
				return nil, err
			}
			return r, c.Create(ctx, r)
		}
	}
	if c.Update != nil {
		sp.update = func(ctx context.Context, in *request.Input, condition condition) (node, error) {
			n, err := sp.get(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			version, err := sp.versionOf(n)
			if err != nil {
				return nil, err
			}
			version, err = condition.hold(version)
			if err != nil {
				return nil, err
			}
			sent, err := s.lay(sp, n, in, false)
			if err != nil {
				return nil, err
			}
			return n, c.Update(ctx, n.(*Resource[A, R]), Changes{sent, version})
		}
	}
	s.registered = append(s.registered, sp)
	s.mount(sp)
}

func nodes[A Named, R any](rs []Resource[A, R]) []node {
	ns := make([]node, len(rs))
	for i := range rs {
		ns[i] = &rs[i]
	}
	return ns
}

func or[T int | int64](set, otherwise T) T {
	if set != 0 {
		return set
	}
	return otherwise
}

func withOperators(filter map[string][]string) map[string][]string {
	all := map[string][]string{}
	for field, ops := range filter {
		if ops == nil {
			ops = []string{"eq"}
		}
		all[field] = ops
	}
	return all
}

// get is the one resource of that id, or NotFound.
func (sp *spec) get(ctx context.Context, id string) (node, error) {
	if !soundID(id) {
		return nil, errs.Missing(sp.Noun(), id)
	}
	ns, err := sp.fetch(ctx, []string{id})
	if err != nil {
		return nil, err
	}
	if len(ns) == 0 {
		return nil, errs.Missing(sp.Noun(), id)
	}
	return ns[0], nil
}
