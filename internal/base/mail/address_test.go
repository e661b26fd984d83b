package mail_test

import (
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/mail"
)

func TestAnAddressHasOneForm(t *testing.T) {
	for text, want := range map[string]string{
		"ada@x.example":                              "ada@x.example|",
		" ADA@X.Example ":                            "ada@x.example|",
		"Ada <ada@x.example>":                        "ada@x.example|Ada",
		"Doe, Jane <j@x.example>":                    "j@x.example|Doe, Jane",
		`"Doe, Jane" <j@x.example>`:                  "j@x.example|Doe, Jane",
		"\u200bada@x.exam\u00adple\ufeff":            "ada@x.example|",
		"ada\u00a0<ada@x.example>":                   "ada@x.example|ada",
		"ada@B\u00dcCHER.example":                    "ada@xn--bcher-kva.example|",
		"ada@xn--bcher-kva.example":                  "ada@xn--bcher-kva.example|",
		"zo\u0065\u0308@x.example":                   "zo\u00eb@x.example|",
		"ada@\uff58.example":                         "ada@x.example|",
		`"g h"@o.example`:                            "",
		`Eve <"g h"@o.example>`:                      "",
		"ada@localhost":                              "",
		"ada@x.example.":                             "",
		"ada@[127.0.0.1]":                            "",
		"ada@x..example":                             "",
		"a@x.example, b@x.example":                   "",
		"a@x.example <b@x.example>":                  "",
		"":                                           "",
		strings.Repeat("a", 65) + "@x.example":       "",
		"a@" + strings.Repeat("a.", 130) + "example": "",
	} {
		address, name, err := mail.Address(text)
		if got := address + "|" + name; err == nil && got != want || (err != nil) != (want == "") {
			t.Errorf("%q is read as %q, %v, want %q", text, got, err, want)
		}
		sent := mail.Message{To: address, Subject: "x", Text: "x"}.Validate()
		if (sent == nil) != (err == nil) {
			t.Errorf("%q: the reader says %v, the sender %v", text, err, sent)
		}
	}
}
