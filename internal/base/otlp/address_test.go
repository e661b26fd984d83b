package otlp_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/otlp"
)

func TestAnEndpointIsTheAddressOfACollector(t *testing.T) {
	for given, want := range map[string]string{
		"http://127.0.0.1:4318":             "http://127.0.0.1:4318/v1/traces",
		"https://tempo.example/":            "https://tempo.example/v1/traces",
		"https://api.example/otlp/traces":   "https://api.example/otlp/traces",
		"127.0.0.1:4318":                    "",
		"collector":                         "",
		"grpc://collector:4317":             "",
		"https://name:secret@tempo.example": "",
	} {
		got, err := otlp.Address(given, otlp.TracesPath)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v; want %q", given, got, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("the refusal tells a secret: %v", err)
		}
	}
}

func TestHeadersAreThoseOfTheVariable(t *testing.T) {
	for given, want := range map[string]http.Header{
		"": {}, " , ": {},
		"authorization=Bearer%20a%2Cb": {"Authorization": {"Bearer a,b"}},
		"x-scope-orgid = one , b=c=d":  {"X-Scope-Orgid": {"one"}, "B": {"c=d"}},
		"secret":                       nil, "=secret": nil, "a=secret%": nil,
	} {
		got, err := otlp.Headers(given)
		if !reflect.DeepEqual(got, want) || (err == nil) != (want != nil) {
			t.Errorf("%q: %v, %v; want %v", given, got, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("the refusal tells a secret: %v", err)
		}
	}
}
