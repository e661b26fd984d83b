package httpx

import (
	"net/http"
	"sync"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
)

// LimitUnderWay lets each person have so many requests under way at a time. Streams and sockets last as long as a page
// is open: without a bound one candidate could hold any number of them.
func LimitUnderWay(most int) Middleware {
	var mu sync.Mutex
	underWay := map[string]int{}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			p := identity.From(r.Context())
			if !p.Signed() {
				next.ServeHTTP(w, r)
				return
			}
			who := string(p.User) + p.Visitor()
			mu.Lock()
			full := underWay[who] >= most
			if !full {
				underWay[who]++
			}
			mu.Unlock()
			if full {
				WriteError(w, r, errs.New(errs.TooMany, "too_many_open", "%d requests of yours are under way: close some pages", most).After(5*time.Second))
				return
			}
			defer func() {
				mu.Lock()
				defer mu.Unlock()
				if underWay[who]--; underWay[who] == 0 {
					delete(underWay, who)
				}
			}()
			next.ServeHTTP(w, r)
		})
	}
}
