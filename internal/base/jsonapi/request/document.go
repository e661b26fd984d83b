package request

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// DefaultMaxBody is how many bytes a body may have where nothing else is said.
const DefaultMaxBody = 1 << 20

const (
	maxDepth = 64
	// drained is how much of an oversized body is read and thrown away, so that a client busy sending
	// sees the answer instead of a broken connection.
	drained = 32 << 20
)

// Document is a request's JSON, read whole: tree holds the rules' view, raw the exact bytes (numbers keep their digits).
type Document struct {
	Raw  json.RawMessage
	Tree map[string]any
}

// ReadDocument reads the body of a request; what is longer than limit bytes, or no sound JSON, is refused at its place.
func ReadDocument(r *http.Request, limit int64) (Document, error) {
	raw, err := io.ReadAll(io.LimitReader(r.Body, limit+1))
	switch tooLarge := (*http.MaxBytesError)(nil); {
	case errors.As(err, &tooLarge), errs.Is(err, errs.TooSlow):
		return Document{}, err
	case err != nil:
		return Document{}, errs.New(errs.Malformed, "body_unreadable", "the request body could not be read whole: send it again").Because(err)
	case int64(len(raw)) > limit:
		_, _ = io.CopyN(io.Discard, r.Body, drained)
		return Document{}, errs.New(errs.TooLarge, "body_too_large",
			"the request body is over %d bytes: send less", limit).OnHeader("Content-Length")
	}
	return parseDocument(raw)
}

func parseDocument(raw []byte) (Document, error) {
	p := &parser{dec: json.NewDecoder(bytes.NewReader(raw)), raw: raw}
	value, err := p.value("", 0)
	if err != nil {
		return Document{}, err
	}
	if _, err := p.dec.Token(); err != io.EOF {
		return Document{}, p.malformed(errors.New("there is something behind the document"))
	}
	tree, ok := value.(map[string]any)
	if !ok {
		return Document{}, errs.New(errs.Malformed, "malformed_document", "the document must be an object")
	}
	return Document{Raw: raw, Tree: tree}, nil
}

// Members splits an object into its members' exact bytes; names are case sensitive here.
func Members(raw json.RawMessage) map[string]json.RawMessage {
	var m map[string]json.RawMessage
	_ = json.Unmarshal(raw, &m) // checked by the parser; what is no object has no members
	return m
}

// parser reads JSON and refuses what databases, logs or other parsers would read differently: names said
// twice, invalid UTF-8, NUL, numbers beyond a float64, and nesting deeper than maxDepth.
type parser struct {
	dec *json.Decoder
	raw []byte
}

func (p *parser) malformed(err error) error {
	detail := err.Error()
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		detail = "it ends too early"
	}
	return errs.New(errs.Malformed, "malformed_json", "the request body is not JSON at byte %d: %s", p.dec.InputOffset(), detail)
}

// token reads one token; a string must be sound, or the fault is located at pointer.
func (p *parser) token(pointer string) (json.Token, error) {
	from := p.dec.InputOffset()
	token, err := p.dec.Token()
	if err != nil {
		return nil, p.malformed(err)
	}
	if s, ok := token.(string); ok {
		if !utf8.Valid(p.raw[from:p.dec.InputOffset()]) {
			return nil, Invalid(pointer, "invalid_utf8", "text must be valid UTF-8")
		}
		if strings.IndexByte(s, 0) >= 0 {
			return nil, Invalid(pointer, "nul_character", "text must not hold NUL characters")
		}
	}
	return token, nil
}

func (p *parser) value(pointer string, depth int) (any, error) {
	if depth > maxDepth {
		return nil, errs.New(errs.Malformed, "too_deep", "values are nested deeper than %d", maxDepth).At(pointer)
	}
	p.dec.UseNumber()
	token, err := p.token(pointer)
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case json.Delim:
		if t == '{' {
			return p.object(pointer, depth)
		}
		return p.array(pointer, depth)
	case json.Number:
		f, err := t.Float64()
		if err != nil {
			return nil, Invalid(pointer, "invalid", "this number is out of range")
		}
		return f, nil
	}
	return token, nil
}

func (p *parser) object(pointer string, depth int) (any, error) {
	m := map[string]any{}
	for p.dec.More() {
		token, err := p.token(pointer)
		if err != nil {
			return nil, err
		}
		name := token.(string) // the decoder allows nothing else
		at := pointer + "/" + Escape(name)
		if _, twice := m[name]; twice {
			return nil, errs.New(errs.Malformed, "duplicate_member", "%q is said twice", name).At(at)
		}
		if m[name], err = p.value(at, depth+1); err != nil {
			return nil, err
		}
	}
	_, err := p.token(pointer)
	return m, err
}

func (p *parser) array(pointer string, depth int) (any, error) {
	list := []any{}
	for p.dec.More() {
		v, err := p.value(pointer+"/"+strconv.Itoa(len(list)), depth+1)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	_, err := p.token(pointer)
	return list, err
}

var escaper = strings.NewReplacer("~", "~0", "/", "~1")

// Escape makes a name a step of a JSON pointer (RFC 6901).
func Escape(name string) string { return escaper.Replace(name) }

// Invalid is a fault of the value at a pointer.
func Invalid(pointer, code, detail string, args ...any) *errs.Error {
	return errs.New(errs.Invalid, code, detail, args...).At(pointer)
}
