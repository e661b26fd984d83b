package jsonapi

import (
	"mime"
	"net/http"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// AtomicExt names the Atomic Operations extension, the only one there is here.
const AtomicExt = "https://jsonapi.org/ext/atomic"

// instance is one occurrence of our media type in a header.
type instance struct {
	readable bool   // no parameters besides ext and profile
	ext      string // what its ext parameter says
}

// parseInstance reads one media type that is ours; weights (q) are no parameters of it.
func parseInstance(value string) instance {
	_, params, err := mime.ParseMediaType(value)
	if err != nil {
		return instance{}
	}
	in := instance{readable: true, ext: strings.Join(strings.Fields(params["ext"]), " ")}
	for name := range params {
		in.readable = in.readable && (name == "ext" || name == "profile" || name == "q")
	}
	return in
}

// checkContentType holds a request's Content-Type to JSON:API with exactly the extension ext ("" for none).
// Profiles are for whoever knows them.
func checkContentType(h http.Header, ext string) error {
	value := h.Get("Content-Type")
	if value == MediaType && ext == "" {
		return nil
	}
	bad := errs.New(errs.Unsupported, "unsupported_media_type", "send %s", wanted(ext)).OnHeader("Content-Type")
	if base, _, _ := strings.Cut(value, ";"); !strings.EqualFold(strings.TrimSpace(base), MediaType) {
		return bad
	}
	_, params, _ := mime.ParseMediaType(value)
	if in := parseInstance(value); !in.readable || in.ext != ext || params["q"] != "" {
		return bad
	}
	return nil
}

// checkAccept refuses when the client names our type, and only in forms that are not served; ext is what this endpoint speaks.
func checkAccept(h http.Header, ext string) error {
	accept := strings.Join(h.Values("Accept"), ",")
	if accept == "" || accept == MediaType || accept == "*/*" {
		return nil
	}
	named, wild := false, false
	for part := range splitQuoted(accept) {
		base, _, _ := strings.Cut(part, ";")
		switch strings.ToLower(strings.TrimSpace(base)) {
		case MediaType:
			named = true
			if in := parseInstance(strings.TrimSpace(part)); in.readable && (in.ext == "" || in.ext == ext) {
				return nil
			}
		case "*/*", "application/*":
			wild = true
		}
	}
	if wild && !named { // a wildcard does not mend our type named in a form that is not served
		return nil
	}
	return errs.New(errs.NotAcceptable, "not_acceptable", "accept %s", wanted(ext)).OnHeader("Accept")
}

func wanted(ext string) string {
	if ext == "" {
		return MediaType + " without parameters other than profile"
	}
	return MediaType + `;ext="` + ext + `"`
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
