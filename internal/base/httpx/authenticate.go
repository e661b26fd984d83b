package httpx

import (
	"context"
	"crypto/subtle"
	"net/http"
	"net/url"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
)

// Verifier tells whose a token is. It answers Unauthorized for one that is forged or has ended.
type Verifier interface {
	Verify(ctx context.Context, token string) (identity.Principal, error)
}

// Origins knows which pages may act for a signed-in browser: those of the server's own addresses and of
// Allowed ("https://app.example.com").
type Origins struct{ Allowed []string }

// Authenticate puts who asks into the context. The token is a bearer's or the access cookie's; none at all
// is nobody, and the use case decides. A bad bearer token is refused. A bad cookie is nobody too, so that a
// browser with an ended session can still sign in; but a cookie that is good acts only for our own pages.
func Authenticate(v Verifier, cookies Cookies, origins Origins) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			principal, err := authenticate(r, v, cookies, origins)
			if err != nil {
				WriteError(w, r, err)
				return
			}
			if principal.Signed() {
				Annotate(r.Context(), "organization", string(principal.Organization))
				Annotate(r.Context(), "role", string(principal.Role))
				if principal.User != "" {
					Annotate(r.Context(), "user", string(principal.User))
				}
				if place := principal.Place.String(); place != "" {
					Annotate(r.Context(), "place", place)
				}
				r = r.WithContext(identity.With(r.Context(), principal))
			}
			next.ServeHTTP(w, r)
		})
	}
}

func authenticate(r *http.Request, v Verifier, cookies Cookies, origins Origins) (identity.Principal, error) {
	if header := authorization(r); header != "" {
		scheme, token, _ := strings.Cut(header, " ")
		token = strings.TrimSpace(token)
		if !strings.EqualFold(scheme, "Bearer") || token == "" {
			return identity.Principal{}, errs.New(errs.Unauthorized, "bad_authorization", "send Authorization: Bearer TOKEN").OnHeader("Authorization")
		}
		principal, err := v.Verify(r.Context(), token)
		if errs.Is(err, errs.Unauthorized) {
			err = errs.Of(err).OnHeader("Authorization")
		}
		return principal, err
	}
	token := cookies.Access(r)
	if token == "" {
		return identity.Principal{}, nil
	}
	principal, err := v.Verify(r.Context(), token)
	if errs.Is(err, errs.Unauthorized) {
		return identity.Principal{}, nil
	}
	if err == nil && !safe(r.Method) {
		err = checkCSRF(r, cookies, origins)
	}
	return principal, err
}

// SocketProtocol is what a WebSocket speaks that brings its bearer token among the protocols it offers: a browser's can
// send no header of its own. Whoever accepts it selects this one, as the token must not be repeated.
const SocketProtocol = "codecraft"

const socketBearer = "bearer."

func authorization(r *http.Request) string {
	if header := r.Header.Get("Authorization"); header != "" || !strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
		return header
	}
	for _, offered := range strings.Split(strings.Join(r.Header.Values("Sec-WebSocket-Protocol"), ","), ",") {
		if token, ok := strings.CutPrefix(strings.TrimSpace(offered), socketBearer); ok {
			return "Bearer " + token
		}
	}
	return ""
}

func safe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}

// checkCSRF demands both that the browser says where the request comes from and that the page could read
// our cookie.
func checkCSRF(r *http.Request, cookies Cookies, origins Origins) error {
	if err := origins.Check(r); err != nil {
		return err
	}
	sent, want := r.Header.Get(CSRFHeader), cookies.read(r, CSRFCookie)
	if want == "" || subtle.ConstantTimeCompare([]byte(sent), []byte(want)) != 1 {
		return errs.New(errs.Forbidden, "csrf_token", "send the value of the cookie %s in this header", cookies.name(CSRFCookie)).OnHeader(CSRFHeader)
	}
	return nil
}

// Check refuses a request that a page of another site makes with the browser's cookies. Cookie-bearing
// WebSockets and unsafe methods must pass it.
func (o Origins) Check(r *http.Request) error {
	if origin := r.Header.Get("Origin"); origin != "" {
		if o.allows(origin, r.Host) {
			return nil
		}
		return errs.New(errs.Forbidden, "cross_origin", "requests from another site are refused").OnHeader("Origin")
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "same-origin", "none": // none: a person typed the address
		return nil
	case "":
		return errs.New(errs.Forbidden, "origin_missing", "a request with cookies must say its Origin").OnHeader("Origin")
	}
	return errs.New(errs.Forbidden, "cross_origin", "requests from another site are refused").OnHeader("Sec-Fetch-Site")
}

// CheckOrigin guards a WebSocket or an event stream: a client that is no browser says no Origin and brings
// no ambient cookies but its own, so only a wrong origin is refused.
func (o Origins) CheckOrigin(r *http.Request) error {
	if r.Header.Get("Origin") == "" && r.Header.Get("Sec-Fetch-Site") == "" {
		return nil
	}
	return o.Check(r)
}

func (o Origins) allows(origin, host string) bool {
	for _, allowed := range o.Allowed {
		if strings.EqualFold(origin, allowed) {
			return true
		}
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && strings.EqualFold(u.Host, host)
}
