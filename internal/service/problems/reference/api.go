package reference

import (
	"context"
	"strconv"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
)

// ReferenceAttributes is a reference solution in the API.
type ReferenceAttributes struct {
	Name            string `json:"name" minLength:"1" maxLength:"100" doc:"Unique in the problem"`
	Language        string `json:"language" doc:"Id of a language"`
	Source          string `json:"source"`
	ExpectedVerdict string `json:"expectedVerdict" enum:"AC,WA,TLE,MLE,OLE,RTE,CE" doc:"What a verification must find"`
}

// ResourceType implements jsonapi.Named.
func (ReferenceAttributes) ResourceType() string { return "reference-solutions" }

type referenceResource = jsonapi.Resource[ReferenceAttributes, problem.OfProblem]

var referencePager = listing.Pager[Reference]{ID: listing.By("id", func(r *Reference) ids.Reference { return r.ID })}

// Register mounts the room's endpoints.
func (s *Service) Register(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[ReferenceAttributes, problem.OfProblem]{
		Path: "/v1/reference-solutions", Tag: problem.Tag,
		Read: identity.AnyOf(identity.TestsRead), Write: identity.AnyOf(identity.ProblemsWrite),
		Filter: map[string][]string{"problem": {"eq"}},
		List:   s.apiListReferences,
		Get:    problem.Getting(identity.TestsRead, s.getReferences, (*Reference).resource),
		Create: func(ctx context.Context, r *referenceResource) error {
			reference := &Reference{Problem: ids.Problem(r.Relationships.Problem.ID)}
			r.Attributes.lay(reference)
			if err := s.create(ctx, reference); err != nil {
				return err
			}
			*r = reference.resource()
			return nil
		},
		Update: func(ctx context.Context, r *referenceResource, _ jsonapi.Changes) error {
			who, err := identity.Require(ctx, identity.ProblemsWrite)
			if err != nil {
				return err
			}
			reference, err := s.getReference(ctx, who.Organization, ids.Reference(r.ID))
			if err != nil {
				return err
			}
			r.Attributes.lay(reference)
			if err := s.update(ctx, reference, listing.Revision(r.Version)); err != nil {
				return err
			}
			*r = reference.resource()
			return nil
		},
		Delete: func(ctx context.Context, id string) error { return s.Delete(ctx, ids.Reference(id)) },
	})
}

func (s *Service) apiListReferences(ctx context.Context, q *jsonapi.Query) (jsonapi.Page[ReferenceAttributes, problem.OfProblem], error) {
	return problem.PageOf(ctx, identity.TestsRead, q, "problem", referencePager, s.listReferences, listing.Each((*Reference).resource))
}

func (a *ReferenceAttributes) lay(r *Reference) {
	r.Name, r.Language, r.Source, r.Expected = a.Name, a.Language, a.Source, judge.Verdict(a.ExpectedVerdict)
}

func (reference *Reference) resource() referenceResource {
	return referenceResource{ID: string(reference.ID), Version: strconv.Itoa(reference.Revision), Relationships: problem.ToProblem(reference.Problem),
		Attributes: ReferenceAttributes{Name: reference.Name, Language: reference.Language, Source: reference.Source, ExpectedVerdict: string(reference.Expected)}}
}
