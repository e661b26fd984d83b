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

// Role is what a member is in an organization. A candidate has an attempt and nothing else, a guest any other place.
type Role string

// The roles.
const (
	Owner       Role = "owner"
	Admin       Role = "admin"
	Author      Role = "author"
	Recruiter   Role = "recruiter"
	Interviewer Role = "interviewer"
	Candidate   Role = "candidate"
	Guest       Role = "guest"
	Service     Role = "service" // nobody: a way in that runs programs by itself; no token has it
)

// Permission is one thing a role may do, as "noun:verb".
type Permission string

// The permissions.
const (
	SessionOwn         Permission = "session:own"       // one's own session
	OrganizationRead   Permission = "organization:read" // the organizations one is in, their people's names, one's own account
	OrganizationManage Permission = "organization:manage"
	MembersRead        Permission = "members:read"
	MembersManage      Permission = "members:manage"
	ProblemsRead       Permission = "problems:read"
	TestsRead          Permission = "tests:read"     // hidden tests, and what tells of them: references, validators, verifications
	ProblemsWrite      Permission = "problems:write" // edit, verify, publish
	RunsCreate         Permission = "runs:create"
	JudgementsRead     Permission = "judgements:read"
	JudgementsManage   Permission = "judgements:manage" // cancel them, and judge again
	WebhooksManage     Permission = "webhooks:manage"
	AssessmentsRead    Permission = "assessments:read"
	AssessmentsWrite   Permission = "assessments:write" // build, publish, invite
	AttemptsRead       Permission = "attempts:read"     // candidates' code and results
	AttemptTake        Permission = "attempt:take"      // the candidate's own attempt
	InterviewsRead     Permission = "interviews:read"
	InterviewsWrite    Permission = "interviews:write" // schedule, invite
	InterviewsHold     Permission = "interviews:hold"  // enter, admit, remove, end
	InterviewTake      Permission = "interview:take"   // the guest's own interview
	RecordingsManage   Permission = "recordings:manage"
	OperationsRead     Permission = "operations:read" // of who runs the installation: in other organizations nobody's
)

// Permissions are all, each with what it is for.
var Permissions = []struct {
	Name Permission
	For  string
}{
	{SessionOwn, "one's own session"},
	{OrganizationRead, "one's organizations, the names of their people, one's own account and sessions"},
	{OrganizationManage, "rename the organization"},
	{MembersRead, "see the members"},
	{MembersManage, "invite and remove members, change their roles"},
	{ProblemsRead, "problems: statements, samples, groups, versions"},
	{TestsRead, "hidden tests, in judgements too, reference solutions, validators, verifications"},
	{ProblemsWrite, "write, verify, import and publish problems"},
	{RunsCreate, "run programs"},
	{JudgementsRead, "judgements"},
	{JudgementsManage, "cancel judgings, and judge again"},
	{WebhooksManage, "webhooks and what was sent to them"},
	{AssessmentsRead, "assessments and invitations"},
	{AssessmentsWrite, "build and publish assessments, invite candidates"},
	{AttemptsRead, "candidates' code and results"},
	{AttemptTake, "work on one's own attempt"},
	{InterviewsRead, "interviews and who takes part in them"},
	{InterviewsWrite, "schedule interviews, invite people to them"},
	{InterviewsHold, "enter interviews, admit and remove people, end them"},
	{InterviewTake, "take part in the interview one was invited to"},
	{RecordingsManage, "put recordings of interviews on hold, and remove them"},
	{OperationsRead, "how the whole installation is, in the organization that set it up, and in no other"},
}

var everything = []Permission{
	SessionOwn, OrganizationRead, OrganizationManage, MembersRead, MembersManage, ProblemsRead, TestsRead, ProblemsWrite, RunsCreate,
	JudgementsRead, JudgementsManage, WebhooksManage, AssessmentsRead, AssessmentsWrite, AttemptsRead, InterviewsRead, InterviewsWrite, InterviewsHold, RecordingsManage, OperationsRead,
}

// Roles is the whole table: documents, tests and the web app read it.
var Roles = map[Role][]Permission{
	Owner:       everything,
	Admin:       everything,
	Author:      {SessionOwn, OrganizationRead, MembersRead, ProblemsRead, TestsRead, ProblemsWrite, RunsCreate, JudgementsRead, JudgementsManage, AssessmentsRead},
	Recruiter:   {SessionOwn, OrganizationRead, MembersRead, ProblemsRead, TestsRead, RunsCreate, JudgementsRead, JudgementsManage, AssessmentsRead, AssessmentsWrite, AttemptsRead, InterviewsRead, InterviewsWrite, InterviewsHold},
	Interviewer: {SessionOwn, OrganizationRead, MembersRead, ProblemsRead, RunsCreate, JudgementsRead, AssessmentsRead, AttemptsRead, InterviewsRead, InterviewsHold},
	Candidate:   {SessionOwn, AttemptTake, RunsCreate},
	Guest:       {SessionOwn, RunsCreate, InterviewTake},
	Service:     {RunsCreate},
}

// Principal is who asks: a member in one organization, or a candidate or guest in one place.
type Principal struct {
	User         ids.User // empty for candidates and guests
	Organization ids.Organization
	Role         Role
	Session      ids.Session
	Place        Place `json:"Attempt,omitzero"` // of candidates and guests, who have no other
}

// Attempt is the candidate's; empty for everybody else.
func (p Principal) Attempt() ids.Attempt { return p.Place.Attempt() }

// Visitor tells those apart who are no members: a candidate is whoever is in the attempt, but a place of another kind has
// several guests, each with a session. It is empty for members.
func (p Principal) Visitor() string {
	if p.Place.Role() == Guest {
		return string(p.Session)
	}
	return p.Place.String()
}

// whole reports whether somebody signed in is where their role lets them be.
func (p Principal) whole() bool {
	if !p.Signed() || Roles[p.Role] == nil {
		return false
	}
	if p.Role == Candidate || p.Role == Guest {
		return p.Place.Role() == p.Role
	}
	return p.Place.IsZero()
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
