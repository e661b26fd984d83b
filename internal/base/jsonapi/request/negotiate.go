package request

import (
	"mime"
	"net/http"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
)

// parseInstance reads one media type that is ours, and tells whether it has no parameters besides profile; weights (q) are no
// parameters of it. There are no extensions here.
func parseInstance(value string) (served bool) {
	_, params, err := mime.ParseMediaType(value)
	if err != nil {
		return false
	}
	for name, value := range params {
		if name != "profile" && name != "q" && (name != "ext" || strings.TrimSpace(value) != "") {
			return false
		}
	}
	return true
}

const wanted = httpx.MediaType + " without parameters other than profile"

// CheckContentType holds a request's Content-Type to JSON:API. Profiles are for whoever knows them.
func CheckContentType(h http.Header) error {
	value := h.Get("Content-Type")
	if value == httpx.MediaType {
		return nil
	}
	bad := errs.New(errs.Unsupported, "unsupported_media_type", "send %s", wanted).OnHeader("Content-Type")
	if base, _, _ := strings.Cut(value, ";"); !strings.EqualFold(strings.TrimSpace(base), httpx.MediaType) {
		return bad
	}
	if _, params, _ := mime.ParseMediaType(value); !parseInstance(value) || params["q"] != "" {
		return bad
	}
	return nil
}

// CheckAccept refuses when the client names our type, and only in forms that are not served.
func CheckAccept(h http.Header) error {
	accept := strings.Join(h.Values("Accept"), ",")
	if accept == "" || accept == httpx.MediaType || accept == "*/*" {
		return nil
	}
	named, wild := false, false
	for part := range splitQuoted(accept) {
		base, _, _ := strings.Cut(part, ";")
		switch strings.ToLower(strings.TrimSpace(base)) {
		case httpx.MediaType:
			named = true
			if parseInstance(strings.TrimSpace(part)) {
				return nil
			}
		case "*/*", "application/*":
			wild = true
		}
	}
	if wild && !named { // a wildcard does not mend our type named in a form that is not served
		return nil
	}
	return errs.New(errs.NotAcceptable, "not_acceptable", "accept %s", wanted).OnHeader("Accept")
}

// splitQuoted splits a header at the commas outside quotes.
func splitQuoted(s string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		start, quoted := 0, false
		for i := range len(s) {
			switch {
			case s[i] == '"':
				quoted = !quoted
			case s[i] == ',' && !quoted:
				if !yield(s[start:i]) {
					return
				}
				start = i + 1
			}
		}
		yield(s[start:])
	}
}
