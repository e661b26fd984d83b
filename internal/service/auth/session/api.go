package session

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
)

// SessionAttributes is a session: what signs in, and who is signed in.
type SessionAttributes struct {
	Email          string           `json:"email" maxLength:"254" doc:"Of the person"`
	Password       string           `json:"password" writeOnly:"true" maxLength:"800"`
	UseCookies     bool             `json:"useCookies" required:"false" writeOnly:"true" doc:"Browsers: put the tokens into HttpOnly cookies instead of the document"`
	OrganizationID ids.Organization `json:"organizationId" required:"false" immutable:"true" doc:"The organization the session is for; on sign-in, for people with several"`

	Kind             string                `json:"kind" readOnly:"true" enum:"member,candidate,guest"`
	UserID           ids.User              `json:"userId,omitempty" readOnly:"true"`
	Name             string                `json:"name" readOnly:"true"`
	OrganizationName string                `json:"organizationName" readOnly:"true"`
	Role             identity.Role         `json:"role" readOnly:"true" enum:"owner,admin,author,recruiter,interviewer,candidate,guest"`
	Permissions      []identity.Permission `json:"permissions" readOnly:"true" enum:"session:own,organization:read,organization:manage,members:read,members:manage,problems:read,tests:read,problems:write,runs:create,judgements:read,judgements:manage,webhooks:manage,assessments:read,assessments:write,attempts:read,attempt:take,interviews:read,interviews:write,interviews:hold,interview:take,recordings:manage,operations:read"`
	AttemptID        ids.Attempt           `json:"attemptId,omitempty" readOnly:"true" doc:"A candidate's only attempt"`
	Device           string                `json:"device" readOnly:"true" doc:"The browser's or program's name for itself"`
	IsCurrent        bool                  `json:"isCurrent" readOnly:"true" doc:"The session that asks"`
	CreatedAt        time.Time             `json:"createdAt" readOnly:"true"`
	UsedAt           time.Time             `json:"usedAt" readOnly:"true" doc:"Last sign-in or refresh"`
	ExpiresAt        time.Time             `json:"expiresAt" readOnly:"true" doc:"No refresh reaches beyond"`
	CSRFToken        string                `json:"csrfToken,omitempty" readOnly:"true" doc:"With cookies: to be sent as X-CSRF-Token with every change"`
	Demo             bool                  `json:"demo" readOnly:"true" doc:"The organization shows off sample data, and keeps its mails in place of sending them"`

	AccessToken      string     `json:"accessToken,omitempty" readOnly:"true"`
	AccessExpiresAt  *time.Time `json:"accessExpiresAt,omitempty" readOnly:"true"`
	RefreshToken     string     `json:"refreshToken,omitempty" readOnly:"true"`
	RefreshExpiresAt *time.Time `json:"refreshExpiresAt,omitempty" readOnly:"true"`
}

// ResourceType implements jsonapi.Named.
func (SessionAttributes) ResourceType() string { return "sessions" }

type sessionResource = jsonapi.Resource[SessionAttributes, jsonapi.None]

// SessionRefreshAttributes spends a refresh token.
type SessionRefreshAttributes struct {
	RefreshToken string `json:"refreshToken" required:"false" writeOnly:"true" maxLength:"200" doc:"Left out by browsers, which have it in a cookie"`
}

// ResourceType implements jsonapi.Named.
func (SessionRefreshAttributes) ResourceType() string { return "session-refreshes" }

const tag = "Sessions"

// Register mounts the routes.
func (s *Service) Register(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[SessionAttributes, jsonapi.None]{
		Path: "/v1/sessions", Tag: tag, Public: []string{"create"},
		Read: identity.AnyOf(identity.SessionOwn), Write: identity.AnyOf(identity.SessionOwn),
		Needs: map[string]identity.Needs{"list": identity.AnyOf(identity.OrganizationRead)},
		List:  s.apiListSessions, Get: s.apiSessions, Create: s.apiSignIn,
		Delete: func(ctx context.Context, id string) error { return s.End(ctx, ids.Session(id)) },
	})
	jsonapi.Handle(api, jsonapi.Action{
		Method: http.MethodGet, Path: "/v1/sessions/current", Name: "getCurrentSession", Tag: tag, Summary: "Who is signed in",
		Needs: identity.AnyOf(identity.SessionOwn),
	}, s.apiCurrent)
	jsonapi.Handle(api, jsonapi.Action{
		Method: http.MethodDelete, Path: "/v1/sessions/current", Name: "deleteCurrentSession", Tag: tag, Summary: "Sign out", Public: true,
	}, s.apiSignOut)
	jsonapi.Handle(api, jsonapi.Action{
		Method: http.MethodDelete, Path: "/v1/sessions/others", Name: "deleteOtherSessions", Tag: tag,
		Summary: "Sign out all one's other devices", Needs: identity.AnyOf(identity.OrganizationRead),
	}, func(ctx context.Context, _ *jsonapi.Nothing) (*jsonapi.Nothing, error) {
		return nil, s.EndOthers(ctx)
	})
	jsonapi.Handle(api, jsonapi.Action{
		Method: http.MethodPost, Path: "/v1/session-refreshes", Name: "createSessionRefresh", Tag: tag, Public: true,
		Summary: "Spend a refresh token for new tokens", Status: http.StatusCreated,
	}, s.apiRefresh)
}

// showSession shows a session to who asks; operator is the organization that runs the installation.
func (s *Service) showSession(ctx context.Context, session *Session, operator ids.Organization) sessionResource {
	a := SessionAttributes{
		Email: session.Email, OrganizationID: session.Organization, Kind: session.Kind, UserID: session.User, Name: session.Name, OrganizationName: session.OrgName,
		Role: session.Role, Permissions: session.permissions(operator), AttemptID: session.Place.Attempt(), Device: session.Device,
		IsCurrent: session.ID == identity.From(ctx).Session,
		CreatedAt: session.CreatedAt, UsedAt: session.UsedAt, ExpiresAt: session.ExpiresAt, Demo: session.Organization != "" && session.Organization == s.config.DemoOrganization,
	}
	return sessionResource{ID: string(session.ID), Attributes: a}
}

var sessionPager = listing.NewestFirst("s.id", func(session *Session) ids.Session { return session.ID })

func (s *Service) apiListSessions(ctx context.Context, q *jsonapi.Query) (jsonapi.Page[SessionAttributes, jsonapi.None], error) {
	p, err := s.Member(ctx)
	if err != nil {
		return jsonapi.Page[SessionAttributes, jsonapi.None]{}, err
	}
	operator, err := s.Operator(ctx)
	if err != nil {
		return jsonapi.Page[SessionAttributes, jsonapi.None]{}, err
	}
	return listing.Page(ctx, q, sessionPager, s.standingSessions(p.User), s.list, listing.Each(func(session *Session) sessionResource { return s.showSession(ctx, session, operator) }))
}

func (s *Service) apiSessions(ctx context.Context, wanted []string) ([]sessionResource, error) {
	session, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	operator, err := s.Operator(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.ownSessions(ctx, session, wanted)
	return listing.Show(rows, func(session *Session) sessionResource { return s.showSession(ctx, session, operator) }), err
}

func (s *Service) apiSignIn(ctx context.Context, r *sessionResource) error {
	if err := s.origins().CheckOrigin(jsonapi.Request(ctx)); err != nil {
		return err
	}
	in := SignIn{
		Email: r.Attributes.Email, Password: r.Attributes.Password, Organization: r.Attributes.OrganizationID, Device: s.Device(ctx),
	}
	tokens, err := s.signIn(ctx, in)
	if err != nil {
		return err
	}
	return s.handOut(ctx, r, tokens, r.Attributes.UseCookies)
}

// handOut makes r the session of the tokens, which go into cookies or into the document.
func (s *Service) handOut(ctx context.Context, r *sessionResource, t contract.Tokens, useCookies bool) error {
	session, err := s.byID(ctx, t.Session)
	if err != nil {
		return err
	}
	operator, err := s.Operator(ctx)
	if err != nil {
		return err
	}
	*r = s.showSession(identity.With(ctx, session.principal()), &session, operator)
	if !useCookies {
		r.Attributes.AccessToken, r.Attributes.AccessExpiresAt = t.AccessToken, &t.AccessExpiresAt
		r.Attributes.RefreshToken, r.Attributes.RefreshExpiresAt = t.RefreshToken, &t.RefreshExpiresAt
		return nil
	}
	header, now := jsonapi.Header(ctx), s.now()
	s.cookies().Set(header, httpx.Session{
		Access: t.AccessToken, AccessFor: t.AccessExpiresAt.Sub(now), Refresh: t.RefreshToken, RefreshFor: t.RefreshExpiresAt.Sub(now),
	})
	for _, line := range header.Values("Set-Cookie") {
		if cookie, err := http.ParseSetCookie(line); err == nil && strings.HasSuffix(cookie.Name, httpx.CSRFCookie) {
			r.Attributes.CSRFToken = cookie.Value
		}
	}
	return nil
}

func (s *Service) apiCurrent(ctx context.Context, _ *jsonapi.Nothing) (*sessionResource, error) {
	session, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	operator, err := s.Operator(ctx)
	if err != nil {
		return nil, err
	}
	shown := s.showSession(ctx, &session, operator)
	for _, cookie := range jsonapi.Request(ctx).Cookies() {
		if cookie.Name == s.csrfCookie() {
			shown.Attributes.CSRFToken = cookie.Value
		}
	}
	return &shown, nil
}

// apiSignOut always clears the cookies: who asks to be signed out must not stay signed in.
func (s *Service) apiSignOut(ctx context.Context, _ *jsonapi.Nothing) (*jsonapi.Nothing, error) {
	s.cookies().Clear(jsonapi.Header(ctx))
	err := s.End(ctx, identity.From(ctx).Session)
	if errs.Is(err, errs.Unauthorized) {
		return nil, s.endByRefresh(ctx, s.cookies().Refresh(jsonapi.Request(ctx)))
	}
	return nil, err
}

func (s *Service) apiRefresh(ctx context.Context, in *jsonapi.Resource[SessionRefreshAttributes, jsonapi.None]) (*sessionResource, error) {
	token, useCookies := in.Attributes.RefreshToken, false
	if token == "" {
		request := jsonapi.Request(ctx)
		if token, useCookies = s.cookies().Refresh(request), true; token == "" {
			return nil, errs.New(errs.Unauthorized, "refresh_missing", "there is no refresh token: sign in").At("/data/attributes/refreshToken")
		}
		if err := s.origins().CheckOrigin(request); err != nil {
			return nil, err
		}
	}
	tokens, err := s.Refresh(ctx, token, s.Device(ctx))
	if err != nil {
		return nil, err
	}
	r := &sessionResource{}
	return r, s.handOut(ctx, r, tokens, useCookies)
}
