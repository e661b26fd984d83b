package jsonapi_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

type ruled struct {
	Short    string         `json:"short" required:"false" minLength:"10"`
	Empty    string         `json:"empty" required:"false" minLength:"1"`
	Long     string         `json:"long" required:"false" maxLength:"3"`
	Mail     string         `json:"mail" required:"false" format:"email"`
	Address  string         `json:"address" required:"false" format:"uri"`
	ID       string         `json:"id7" required:"false" format:"uuid"`
	Day      string         `json:"day" required:"false" format:"date"`
	At       string         `json:"at" required:"false" format:"date-time"`
	Role     string         `json:"role" required:"false" enum:"owner,admin"`
	Form     string         `json:"form" required:"false" pattern:"^[a-z]+$"`
	Slug     string         `json:"slug" required:"false" pattern:"^[a-z]+$" patternDescription:"small letters"`
	Few      []string       `json:"few" required:"false" minItems:"1"`
	Fewer    []string       `json:"fewer" required:"false" minItems:"2"`
	Many     []string       `json:"many" required:"false" maxItems:"2"`
	Alike    []string       `json:"alike" required:"false" uniqueItems:"true"`
	Low      int            `json:"low" required:"false" minimum:"5"`
	High     int            `json:"high" required:"false" maximum:"1000000"`
	Above    float64        `json:"above" required:"false" exclusiveMinimum:"0"`
	Below    float64        `json:"below" required:"false" exclusiveMaximum:"1"`
	Whole    int            `json:"whole" required:"false"`
	Number   float64        `json:"number" required:"false"`
	Yes      bool           `json:"yes" required:"false"`
	Text     string         `json:"text" required:"false"`
	List     []string       `json:"list" required:"false"`
	Object   map[string]int `json:"object" required:"false"`
	Inner    *inner         `json:"inner" required:"false"`
	Demanded string         `json:"demanded"`
}

type inner struct {
	Known string `json:"known"`
}

func (ruled) ResourceType() string { return "ruled" }

// Faults stand beside the fields of forms: none is in the words of schemas.
func TestFaultsAreSentencesForPeople(t *testing.T) {
	mux := http.NewServeMux()
	jsonapi.Handle(jsonapi.Open(mux, "words", "test", ""), jsonapi.Action{Method: "POST", Path: "/v1/ruled", Name: "rule", Public: true},
		func(context.Context, *jsonapi.Resource[ruled, jsonapi.None]) (*jsonapi.Nothing, error) {
			return nil, nil
		})
	for attribute, want := range map[string]string{
		`"short":"123"`:              "use at least 10 characters",
		`"empty":""`:                 "do not leave this empty",
		`"long":"1234"`:              "use at most 3 characters",
		`"mail":"nobody"`:            "give an e-mail address such as ada@example.org",
		`"address":"::"`:             "give an address such as https://example.org/page",
		`"id7":"x"`:                  "give an id such as 018f0000-0000-7000-8000-000000000000",
		`"day":"x"`:                  "give a date such as 2026-03-01",
		`"at":"x"`:                   "give a date with a time and its zone, such as 2026-03-01T12:00:00Z",
		`"role":"king"`:              "choose one of: owner, admin",
		`"form":"A"`:                 "this does not have the form that is wanted here",
		`"slug":"A"`:                 "this must be small letters",
		`"few":[]`:                   "give at least one",
		`"fewer":["a"]`:              "give at least 2 of them",
		`"many":["a","b","c"]`:       "give at most 2 of them",
		`"alike":["a","a"]`:          "give each only once",
		`"low":4`:                    "give at least 5",
		`"high":1000001`:             "give at most 1000000",
		`"above":0`:                  "give more than 0",
		`"below":1`:                  "give less than 1",
		`"whole":1.5`:                "give a whole number",
		`"number":"x"`:               "give a number",
		`"yes":"x"`:                  "give true or false",
		`"text":1`:                   "give a text",
		`"list":1`:                   "give a list",
		`"object":1`:                 "give an object of names and values",
		`"inner":{}`:                 "give known too: it is missing",
		`"inner":{"known":"","x":1}`: "this is not known here: leave it out",
		`"unknown":1`:                `ruled have no attribute "unknown"`,
	} {
		body := `{"data":{"type":"ruled","attributes":{"demanded":"x",` + attribute + `}}}`
		r := httptest.NewRequestWithContext(t.Context(), "POST", "/v1/ruled", strings.NewReader(body))
		r.Header.Set("Content-Type", jsonapi.MediaType)
		out := httptest.NewRecorder()
		mux.ServeHTTP(out, r)
		var doc struct{ Errors []struct{ Detail string } }
		if err := json.Unmarshal(out.Body.Bytes(), &doc); err != nil || out.Code != http.StatusUnprocessableEntity || len(doc.Errors) != 1 {
			t.Errorf("%s: %d %s", attribute, out.Code, out.Body)
			continue
		}
		if got := doc.Errors[0].Detail; got != want {
			t.Errorf("%s: %q, want %q", attribute, got, want)
		}
	}
}
