package jsonapi_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

func TestLinksLeadSomewhere(t *testing.T) {
	_, _, h := newDemo(t)
	followed := map[string]bool{}
	var follow func(v any)
	follow = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			links, _ := v["links"].(map[string]any)
			for name, address := range links {
				to, ok := address.(string)
				if !ok || name == "events" || followed[to] { // events is the demo's own, and not served
					continue
				}
				followed[to] = true
				w := send(h, must{do: "GET " + to})
				if w.Code != http.StatusOK {
					t.Errorf("%s answered %d: %s", to, w.Code, w.Body)
				}
				var doc any
				if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil {
					t.Fatal(err)
				}
				follow(doc)
			}
			for _, below := range v {
				follow(below)
			}
		case []any:
			for _, below := range v {
				follow(below)
			}
		}
	}
	follow(map[string]any{"links": map[string]any{"self": "/v1/problems?page[size]=1&include=author,tags"}})
	if len(followed) < 20 {
		t.Errorf("only %d links were found", len(followed))
	}
}

func TestIncludeAsksOncePerLevel(t *testing.T) {
	d, _, h := newDemo(t)
	d.gets = 0
	w := send(h, must{do: "GET /v1/problems?include=author,tags"})
	if w.Code != http.StatusOK || d.gets != 0 || strings.Count(w.Body.String(), `"type":"users","id":"a","attributes"`) != 1 {
		t.Errorf("answered %d after %d calls of Get: %s", w.Code, d.gets, w.Body)
	}
}

func TestSorting(t *testing.T) {
	_, _, h := newDemo(t)
	body := send(h, must{do: "GET /v1/problems?sort=-points&fields[problems]=points"}).Body.String()
	if a, b := strings.Index(body, `"points":30`), strings.Index(body, `"points":10`); a < 0 || a > b {
		t.Errorf("the order is wrong: %s", body)
	}
}

func TestLinkageChangesAreStored(t *testing.T) {
	for name, c := range map[string]struct{ do, body, want string }{
		"add adds once":      {"POST", `{"data":[{"type":"tags","id":"x"},{"type":"tags","id":"z"}]}`, "[x y z]"},
		"remove removes":     {"DELETE", `{"data":[{"type":"tags","id":"x"},{"type":"tags","id":"gone"}]}`, "[y]"},
		"replace replaces":   {"PATCH", `{"data":[{"type":"tags","id":"q"},{"type":"tags","id":"q"}]}`, "[q]"},
		"replace by nothing": {"PATCH", `{"data":[]}`, "[]"},
	} {
		t.Run(name, func(t *testing.T) {
			d, _, h := newDemo(t)
			w := send(h, must{do: c.do + " /v1/problems/1/relationships/tags", body: c.body})
			if got := fmt.Sprint(d.tasks["1"].Relationships.Tags.IDs); w.Code != http.StatusNoContent || got != c.want {
				t.Errorf("answered %d and stored %s, want %s", w.Code, got, c.want)
			}
		})
	}
}

type clash struct {
	ID string `json:"id"`
}

func (clash) ResourceType() string { return "clashes" }

type badName struct {
	Name string `json:"a.b"`
}

func (badName) ResourceType() string { return "names" }

type shared struct {
	Author string `json:"author"`
}

func (shared) ResourceType() string { return "shareds" }

type sharedRels struct {
	Author jsonapi.One[person] `json:"author"`
}

func TestNamesThatAreRefused(t *testing.T) {
	open := func() *jsonapi.API { return jsonapi.Open(http.NewServeMux(), "x", "1", "") }
	for says, register := range map[string]func(){
		"an attribute called id": func() { jsonapi.Register(open(), jsonapi.Collection[clash, jsonapi.None]{Path: "/v1/clashes"}) },
		"a name with a dot":      func() { jsonapi.Register(open(), jsonapi.Collection[badName, jsonapi.None]{Path: "/v1/names"}) },
		"an attribute and a relationship of one name": func() {
			jsonapi.Register(open(), jsonapi.Collection[shared, sharedRels]{Path: "/v1/shareds"})
		},
		"a type with two collections": func() {
			api := open()
			jsonapi.Register(api, jsonapi.Collection[person, jsonapi.None]{Path: "/v1/users", Get: people})
			jsonapi.Register(api, jsonapi.Collection[person, jsonapi.None]{Path: "/v1/people", Get: people})
		},
		"an update without Get": func() {
			jsonapi.Register(open(), jsonapi.Collection[person, jsonapi.None]{Path: "/v1/users", Update: func(context.Context, *personRow, jsonapi.Changes) error { return nil }})
		},
	} {
		t.Run(says, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("it was taken")
				}
			}()
			register()
		})
	}
}

func TestDocumentIsGolden(t *testing.T) {
	_, api, _ := newDemo(t)
	got, err := api.Document()
	if err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/openapi.json"
	if *update {
		if err := os.WriteFile(golden, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(got)+"\n" {
		t.Errorf("the OpenAPI document is not %s: look at it, then run with -update", golden)
	}
}

func TestDocumentRefersOnlyToWhatIsThere(t *testing.T) {
	_, api, _ := newDemo(t)
	raw, err := api.Document()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Components struct{ Schemas map[string]any }
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	for _, part := range strings.Split(string(raw), `"#/components/schemas/`)[1:] {
		name, _, _ := strings.Cut(part, `"`)
		if doc.Components.Schemas[name] == nil {
			t.Errorf("there is no schema %s", name)
		}
	}
	for _, name := range []string{"ProblemsAttributes", "ProblemsCreateAttributes", "ProblemsUpdateAttributes", "ProblemsDocument", "ProblemsCollection", "ProblemsCreate", "ProblemsUpdate", "ErrorDocument", "Sample"} {
		if doc.Components.Schemas[name] == nil {
			t.Errorf("there is no schema %s", name)
		}
	}
}

func TestMerge(t *testing.T) {
	part := func(path, id, component string) []byte {
		return fmt.Appendf(nil, `{"openapi":"3.1.0","paths":{"/%s":{"get":{"operationId":"%s","schema":{"$ref":"#/components/schemas/Page"}}}},"components":{"schemas":{"Page":{"type":"%s"},"Same":{}}}}`, path, id, component)
	}
	merged, err := jsonapi.Merge([]string{"auth", "media"}, [][]byte{part("a", "x", "object"), part("b", "y", "array")})
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths map[string]struct {
			Get struct {
				Schema struct {
					Ref string `json:"$ref"`
				}
			}
		}
		Components struct {
			Schemas map[string]struct{ Type string }
		}
	}
	if err := json.Unmarshal(merged, &doc); err != nil {
		t.Fatal(err)
	}
	if got := doc.Paths["/b"].Get.Schema.Ref; got != "#/components/schemas/MediaPage" || doc.Components.Schemas["MediaPage"].Type != "array" || doc.Components.Schemas["Page"].Type != "object" || len(doc.Components.Schemas) != 3 {
		t.Errorf("merged into %s", merged)
	}
	for says, docs := range map[string][][]byte{
		"a path served twice":      {part("a", "x", "object"), part("a", "y", "object")},
		"an operation named twice": {part("a", "x", "object"), part("b", "x", "object")},
		"what is no JSON":          {[]byte("{")},
	} {
		if _, err := jsonapi.Merge([]string{"auth", "media"}, docs); err == nil {
			t.Errorf("%s was merged", says)
		}
	}
}

func TestCursors(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 678, time.UTC)
	cursor := jsonapi.EncodeCursor(at, int64(9007199254740993), "id")
	var gotAt time.Time
	var points int64
	var id string
	if err := jsonapi.DecodeCursor(cursor, &gotAt, &points, &id); err != nil || !gotAt.Equal(at) || points != 9007199254740993 || id != "id" {
		t.Errorf("decoded %v %d %q, %v", gotAt, points, id, err)
	}
	for says, forged := range map[string]string{
		"not base64": "!!", "not JSON": "YWJj", "too few": jsonapi.EncodeCursor("a"), "of other types": jsonapi.EncodeCursor(1, "x", 2),
		"null": jsonapi.EncodeCursor(nil, nil, nil), "too long": strings.Repeat("a", 3000), "NUL": jsonapi.EncodeCursor(at, 1, "a\x00b"),
	} {
		err := jsonapi.DecodeCursor(forged, &gotAt, &points, &id)
		if !errs.Is(err, errs.Malformed) || errs.Of(err).Parameter != "page[after]" {
			t.Errorf("a cursor that is %s gave %v", says, err)
		}
	}
}

func TestTenMegabytesAreRefusedInWords(t *testing.T) {
	_, _, h := newDemo(t)
	server := httptest.NewServer(h)
	defer server.Close()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/v1/problems", strings.NewReader(created(`{"title":"`+strings.Repeat("x", 10<<20)+`"}`)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", media)
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	body, err := io.ReadAll(w.Body)
	if err != nil || w.StatusCode != http.StatusRequestEntityTooLarge || sources(t, string(body))[0] != "Content-Length:" {
		t.Errorf("answered %d %s, %v", w.StatusCode, body, err)
	}
}

// signIn is another struct of the type users.
type signIn struct {
	Email    string `json:"email" format:"email"`
	Password string `json:"password" writeOnly:"true"`
}

func (signIn) ResourceType() string { return "users" }

func TestTwoStructsOfOneType(t *testing.T) {
	mux := http.NewServeMux()
	api := jsonapi.Open(mux, "x", "1", "")
	jsonapi.Register(api, jsonapi.Collection[person, jsonapi.None]{Path: "/v1/users", Get: people})
	jsonapi.Handle(api, jsonapi.Action{Method: "POST", Path: "/v1/sign-in", Name: "signIn"},
		func(_ context.Context, in *jsonapi.Resource[signIn, jsonapi.None]) (*personRow, error) {
			return &personRow{ID: "u", Attributes: person{Name: in.Attributes.Email + " " + in.Attributes.Password}}, nil
		})
	raw, err := api.Document()
	if err != nil || !strings.Contains(string(raw), `"SignInCreateAttributes"`) || !strings.Contains(string(raw), `"UsersAttributes"`) {
		t.Errorf("%v %s", err, raw)
	}
	m := must{do: "POST /v1/sign-in", body: `{"data":{"type":"users","attributes":{"email":"a@example.com","password":"p"}}}`, status: 200, has: []string{`"name":"a@example.com p"`, `"self":"/v1/users/u"`}}
	m.check(t, send(mux, m))
	m = must{do: "POST /v1/sign-in", body: `{"data":{"type":"users","attributes":{"email":"a","password":"p"}}}`, status: 422, source: "/data/attributes/email"}
	m.check(t, send(mux, m))
}

func TestHeaderAndRequestOutsideARequest(t *testing.T) {
	jsonapi.Header(t.Context()).Set("X", "y")
	if jsonapi.Request(t.Context()) != nil {
		t.Error("there is a request")
	}
}

func FuzzQuery(f *testing.F) {
	f.Add("include=author.tags&sort=-points,title&page[size]=3")
	f.Add("filter[points][gte]=1&fields[problems]=title&page%5Bafter%5D=x")
	f.Add("a[]]=[&%zz&;=&page[[size]]=1")
	_, _, h := newDemo(f)
	f.Fuzz(func(t *testing.T, query string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "/v1/problems", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.URL.RawQuery = query
		w := serve(h, r)
		if w.Code != http.StatusOK && w.Code != http.StatusBadRequest {
			t.Errorf("?%s answered %d: %s", query, w.Code, w.Body)
		}
		checkDocument(t, w)
	})
}

func FuzzDocument(f *testing.F) {
	for _, m := range allMusts() {
		if m.do == "POST /v1/problems" {
			f.Add(m.body)
		}
	}
	_, _, h := newDemo(f)
	f.Fuzz(func(t *testing.T, body string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "/v1/problems", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", media)
		w := serve(h, r)
		if w.Code >= 500 {
			t.Errorf("%q answered %d: %s", body, w.Code, w.Body)
		}
		checkDocument(t, w)
	})
}
