// Package identity says who asks, and what a role may do.
//
// Every service verifies a token by itself (Verifier, from auth's published keys) and puts a
// Principal into the context; use cases ask it with Require and scope every query by its
// organization.
package identity

import (
	"context"
	"slices"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// Role is a member's place in an organization; Candidate has an attempt and nothing else.
type Role string

// The roles.
const (
	Owner       Role = "owner"
	Admin       Role = "admin"
	Author      Role = "author"
	Recruiter   Role = "recruiter"
	Interviewer Role = "interviewer"
	Candidate   Role = "candidate"
)

// Permission is one thing a role may do, as "noun:verb".
type Permission string

// The permissions.
const (
	OrganizationManage Permission = "organization:manage"
	MembersRead        Permission = "members:read"
	MembersManage      Permission = "members:manage"
	ProblemsRead       Permission = "problems:read"  // hidden tests and references included
	ProblemsWrite      Permission = "problems:write" // edit, verify, publish
	RunsCreate         Permission = "runs:create"
	JudgementsRead     Permission = "judgements:read"
	AssessmentsRead    Permission = "assessments:read"
	AssessmentsWrite   Permission = "assessments:write" // build, publish, invite
	AttemptsRead       Permission = "attempts:read"     // candidates' code and results
	AttemptTake        Permission = "attempt:take"      // the candidate's own attempt
)

var everything = []Permission{
	OrganizationManage, MembersRead, MembersManage, ProblemsRead, ProblemsWrite, RunsCreate,
	JudgementsRead, AssessmentsRead, AssessmentsWrite, AttemptsRead,
}

// Roles is the whole table: documents, tests and the web app read it.
var Roles = map[Role][]Permission{
	Owner:       everything,
	Admin:       everything,
	Author:      {MembersRead, ProblemsRead, ProblemsWrite, RunsCreate, JudgementsRead, AssessmentsRead},
	Recruiter:   {MembersRead, ProblemsRead, RunsCreate, JudgementsRead, AssessmentsRead, AssessmentsWrite, AttemptsRead},
	Interviewer: {MembersRead, ProblemsRead, RunsCreate, JudgementsRead, AssessmentsRead, AttemptsRead},
	Candidate:   {AttemptTake, RunsCreate},
}

// Principal is who asks: a member in one organization, or a candidate in one attempt.
type Principal struct {
	User         ids.User // empty for a candidate
	Organization ids.Organization
	Role         Role
	Session      ids.Session
	Attempt      ids.Attempt // a candidate's only attempt
}

// Can reports whether the principal's role has the permission.
func (p Principal) Can(permission Permission) bool { return slices.Contains(Roles[p.Role], permission) }

// Signed reports whether anybody is signed in.
func (p Principal) Signed() bool { return p.Organization != "" }

type key struct{}

// With puts the principal into the context.
func With(ctx context.Context, p Principal) context.Context { return context.WithValue(ctx, key{}, p) }

// From is the principal of the context; the zero Principal when nobody is signed in.
func From(ctx context.Context) Principal { p, _ := ctx.Value(key{}).(Principal); return p }

// Require answers the principal, or Unauthorized when nobody is signed in, or Forbidden without the permission.
func Require(ctx context.Context, permission Permission) (Principal, error) {
	p := From(ctx)
	if !p.Signed() {
		return p, errs.New(errs.Unauthorized, "sign_in", "sign in first")
	}
	if !p.Can(permission) {
		return p, errs.New(errs.Forbidden, "permission_missing", "your role (%s) lacks the permission %s", p.Role, permission)
	}
	return p, nil
}
