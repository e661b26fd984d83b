package operations_test

import (
	"testing"

	"github.com/codecraft-hq/codecraft/internal/app/operations"
	"github.com/codecraft-hq/codecraft/internal/base/config"
)

func TestNoSecretIsInAText(t *testing.T) {
	type inner struct{ Password config.Secret }
	hide := operations.Hiding(struct {
		inner
		Deep struct{ Token config.Secret }
		URL  config.Secret
		None config.Secret
		Short,
		Strange config.Secret
		Addr string
	}{
		inner: inner{"hunter2hunter2"}, Deep: struct{ Token config.Secret }{"t0ken-of-all"}, URL: "postgres://me:w%40rd-of-it@db:5432/x",
		Short: "demo", Strange: "a b&c=/d", Addr: "127.0.0.1:80",
	})
	for text, want := range map[string]string{
		"all is well at 127.0.0.1:80":                       "all is well at 127.0.0.1:80",
		"a demo has demo data":                              "a demo has demo data",
		"535 hunter2hunter2 is wrong":                       "535 (hidden) is wrong",
		"t0ken-of-allt0ken-of-all":                          "(hidden)(hidden)",
		`parse "postgres://me:w%40rd-of-it@db:5432/x": bad`: `parse "(hidden)": bad`,
		"password w@rd-of-it was refused":                   "password (hidden) was refused",
		"GET /?key=a+b%26c%3D%2Fd":                          "GET /?key=(hidden)",
		"nats://you:other@queue:4222 does not answer":       "nats://(hidden)@queue:4222 does not answer",
		"python@3.8 lacks something":                        "python@3.8 lacks something",
		"550 ada.l+x@mail.example.org: no such user":        "550 (hidden): no such user",
		"line 3 of main.go: 2 errors, @ 12:00":              "line 3 of main.go: 2 errors, @ 12:00",
	} {
		if got := hide(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
}
