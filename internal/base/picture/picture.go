// Package picture knows the pictures that texts may hold: it finds out by their bytes what they are, names them, and
// serves them so that nothing in them runs.
package picture

import (
	"bytes"
	"context"
	"encoding/xml"
	"net/http"
	"strconv"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// MaxBytes bounds one picture.
const MaxBytes = 5 << 20

var mediaTypes = map[string]string{
	"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "webp": "image/webp", "svg": "image/svg+xml",
}

// kindOf is the kind by the picture's bytes, whatever it is called; "" is none of those that are taken.
func kindOf(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return "png"
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return "jpg"
	case bytes.HasPrefix(data, []byte("GIF87a")), bytes.HasPrefix(data, []byte("GIF89a")):
		return "gif"
	case len(data) > 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return "webp"
	case isSVG(data):
		return "svg"
	}
	return ""
}

// isSVG reports whether the data are XML whose first element is svg.
func isSVG(data []byte) bool {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = nil // what is not UTF-8 is refused
	for {
		token, err := d.Token()
		if err != nil {
			return false
		}
		if start, is := token.(xml.StartElement); is {
			return start.Name.Local == "svg"
		}
	}
}

// Keep stores a picture and answers its name: the digest and the kind.
func Keep(ctx context.Context, s blob.Store, data []byte) (string, error) {
	kind := kindOf(data)
	if kind == "" {
		return "", errs.New(errs.Unsupported, "picture_unknown", "this is no picture that can be shown: send PNG, JPEG, GIF, WebP or SVG")
	}
	digest, err := blob.PutBytes(ctx, s, data)
	return string(digest) + "." + kind, err
}

// Serve answers the picture of this name. Opened by itself it is in a sandbox without scripts.
func Serve(ctx context.Context, w http.ResponseWriter, s blob.Store, name string) error {
	digest, kind, _ := strings.Cut(name, ".")
	if mediaTypes[kind] == "" || !blob.Digest(digest).Valid() {
		return errs.Missing("picture", name)
	}
	data, err := blob.GetBytes(ctx, s, blob.Digest(digest), MaxBytes)
	if err != nil {
		return err
	}
	if kindOf(data) != kind {
		return errs.Missing("picture", name)
	}
	h := w.Header()
	h.Set("Content-Type", mediaTypes[kind])
	h.Set("Content-Length", strconv.Itoa(len(data)))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	h.Set("Cache-Control", "private, max-age=31536000, immutable")
	_, err = w.Write(data)
	_ = err // the client has gone
	return nil
}
