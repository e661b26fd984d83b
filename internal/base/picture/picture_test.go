package picture_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/picture"
)

func TestPicturesAreKnownByTheirBytes(t *testing.T) {
	store, err := blob.NewFiles(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ data, ending, media string }{
		"PNG":                      {"\x89PNG\r\n\x1a\nrest", ".png", "image/png"},
		"JPEG":                     {"\xff\xd8\xff\xe0rest", ".jpg", "image/jpeg"},
		"GIF":                      {"GIF89arest", ".gif", "image/gif"},
		"WebP":                     {"RIFF\x00\x00\x00\x00WEBPVP8 ", ".webp", "image/webp"},
		"SVG":                      {`<svg xmlns="http://www.w3.org/2000/svg"/>`, ".svg", "image/svg+xml"},
		"SVG behind a declaration": {"<?xml version=\"1.0\"?>\n<!-- x -->\n<svg/>", ".svg", "image/svg+xml"},
		"HTML":                     {"<html><svg/></html>", "", ""},
		"text":                     {"<svg", "", ""},
		"nothing":                  {"", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			kept, err := picture.Keep(t.Context(), store, []byte(c.data))
			if c.ending == "" {
				if !errs.Is(err, errs.Unsupported) {
					t.Fatalf("it is kept as %q, %v", kept, err)
				}
				return
			}
			if err != nil || !strings.HasSuffix(kept, c.ending) {
				t.Fatalf("it is kept as %q, %v", kept, err)
			}
			w := httptest.NewRecorder()
			if err := picture.Serve(t.Context(), w, store, kept); err != nil {
				t.Fatal(err)
			}
			if h := w.Header(); h.Get("Content-Type") != c.media || h.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") || w.Body.String() != c.data {
				t.Errorf("it is served with %v", h)
			}
		})
	}
}

func TestOnlyPicturesAreServed(t *testing.T) {
	store, err := blob.NewFiles(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := blob.PutBytes(t.Context(), store, []byte("1 2 3"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{string(secret) + ".png", string(secret), "../x.png", strings.Repeat("0", 64) + ".png", string(secret) + ".html"} {
		if err := picture.Serve(t.Context(), httptest.NewRecorder(), store, name); !errs.Is(err, errs.NotFound) {
			t.Errorf("%s is answered %v", name, err)
		}
	}
}
