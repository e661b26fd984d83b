package tests

import (
	"context"
	"strconv"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
)

// TestAttributes is a test in the API.
type TestAttributes struct {
	Name        string   `json:"name" minLength:"1" maxLength:"100" doc:"Unique in the group"`
	Input       string   `json:"input" doc:"What the program reads: stored without a byte order mark, its lines ending with LF; lists give the first 64 KiB, the test itself all of it"`
	Answer      string   `json:"answer" doc:"What is expected, stored like the input; lists give the first 64 KiB, the test itself all of it"`
	Explanation string   `json:"explanation" required:"false" doc:"Shown beside a sample"`
	Position    *int     `json:"position" required:"false" minimum:"0" maximum:"1000000" doc:"Order in the group; last when left out"`
	Points      float64  `json:"points" required:"false" minimum:"0" maximum:"100000" doc:"The most it earns, where its group adds up or takes the least"`
	Args        []string `json:"args" required:"false" maxItems:"50" doc:"Of the program"`
	InputBytes  int64    `json:"inputBytes" readOnly:"true"`
	AnswerBytes int64    `json:"answerBytes" readOnly:"true"`
	Truncated   bool     `json:"truncated" readOnly:"true" doc:"Whether this answer lacks a part of the input or the answer"`
}

// ResourceType implements jsonapi.Named.
func (TestAttributes) ResourceType() string { return "tests" }

// OfGroup is the relationships of a test.
type OfGroup struct {
	Group jsonapi.One[GroupAttributes] `json:"group" required:"true"`
}

type testResource = jsonapi.Resource[TestAttributes, OfGroup]

var testPager = listing.Pager[Test]{
	ID:       listing.By("id", func(t *Test) ids.Test { return t.ID }),
	Sorts:    map[string]listing.Key[Test]{"position": listing.By("position", func(t *Test) int { return t.Position })},
	Standard: jsonapi.Sort{Field: "position"},
}

func (s *Service) registerTests(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[TestAttributes, OfGroup]{
		Path: "/v1/tests", Tag: problem.Tag,
		Read: identity.AnyOf(identity.TestsRead), Write: identity.AnyOf(identity.ProblemsWrite),
		Filter:  map[string][]string{"group": {"eq"}},
		MaxBody: maxTestDocument,
		List:    s.apiListTests,
		Get:     s.apiGetTests,
		Create: func(ctx context.Context, r *testResource) error {
			a := r.Attributes
			test := &Test{Group: ids.TestGroup(r.Relationships.Group.ID)}
			a.lay(test)
			if err := s.createTest(ctx, test, data{input: []byte(a.Input), answer: []byte(a.Answer)}, a.Position == nil); err != nil {
				return err
			}
			*r = test.resource()
			r.Attributes.whole(a.Input, a.Answer)
			return nil
		},
		Update: s.apiUpdateTest,
		Delete: func(ctx context.Context, id string) error { return s.deleteTest(ctx, ids.Test(id)) },
	})
}

func (s *Service) apiListTests(ctx context.Context, q *jsonapi.Query) (jsonapi.Page[TestAttributes, OfGroup], error) {
	return problem.PageOf(ctx, identity.TestsRead, q, "group", testPager, s.listTests, listing.Each((*Test).resource))
}

// apiGetTests gives a single test whole; several are answered like a list.
func (s *Service) apiGetTests(ctx context.Context, which []string) ([]testResource, error) {
	who, err := identity.Require(ctx, identity.TestsRead)
	if err != nil {
		return nil, err
	}
	rows, err := s.getTests(ctx, who.Organization, which)
	if err != nil {
		return nil, err
	}
	out := listing.Show(rows, (*Test).resource)
	if len(which) != 1 || len(rows) != 1 || !rows[0].Truncated() {
		return out, nil
	}
	input, err := s.problems.Whole(ctx, rows[0].InputDigest)
	if err != nil {
		return nil, err
	}
	answer, err := s.problems.Whole(ctx, rows[0].AnswerDigest)
	out[0].Attributes.whole(input, answer)
	return out, err
}

func (s *Service) apiUpdateTest(ctx context.Context, r *testResource, c jsonapi.Changes) error {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err != nil {
		return err
	}
	test, err := s.getTest(ctx, who.Organization, ids.Test(r.ID))
	if err != nil {
		return err
	}
	a := r.Attributes
	a.lay(test)
	test.Group = ids.TestGroup(r.Relationships.Group.ID)
	var d data
	if c.Fields["input"] {
		d.input = []byte(a.Input)
	}
	if c.Fields["answer"] {
		d.answer = []byte(a.Answer)
	}
	if err := s.updateTest(ctx, test, d, listing.Revision(r.Version)); err != nil {
		return err
	}
	*r = test.resource()
	r.Attributes.whole(a.Input, a.Answer)
	return nil
}

func (a *TestAttributes) lay(test *Test) {
	a.Input, a.Answer, a.Explanation = problem.Plain(a.Input), problem.Plain(a.Answer), problem.Plain(a.Explanation)
	test.Name, test.Explanation = a.Name, a.Explanation
	test.Judging.V.Points, test.Judging.V.Args = a.Points, a.Args
	if a.Position != nil {
		test.Position = *a.Position
	}
}

func (a *TestAttributes) whole(input, answer string) {
	a.Input, a.Answer, a.Truncated = input, answer, false
}

func (test *Test) resource() testResource {
	return testResource{
		ID: string(test.ID), Version: strconv.Itoa(test.Revision),
		Relationships: OfGroup{Group: jsonapi.ToOne[GroupAttributes](string(test.Group))},
		Attributes: TestAttributes{
			Name: test.Name, Input: test.InputHead, Answer: test.AnswerHead, Explanation: test.Explanation, Position: &test.Position,
			Points: test.Judging.V.Points, Args: append([]string{}, test.Judging.V.Args...), InputBytes: test.InputBytes, AnswerBytes: test.AnswerBytes, Truncated: test.Truncated(),
		},
	}
}
