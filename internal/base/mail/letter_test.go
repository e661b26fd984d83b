package mail_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/codecraft-hq/codecraft/internal/base/mail"
)

func TestALetterIsFramed(t *testing.T) {
	words := mail.MustWords(fstest.MapFS{
		"mails/hint.txt":  {Data: []byte("Hello {{.ToName}}: {{.Link}}\n")},
		"mails/hint.html": {Data: []byte("<p>Hello {{.ToName}}</p>\n")},
	}, "mails")
	l := mail.Letter{
		To: "ada@example.org", ToName: "Ada <b>", Heading: "A\nhint & " + strings.Repeat("long ", 50),
		Link: "https://code.example.org/x?a=1&b=2", LinkLabel: "Open <it>", PublicURL: "https://code.example.org/app",
	}
	m, err := words.Write("hint", l, l)
	if err != nil || m.Validate() != nil {
		t.Fatal(err, m.Validate())
	}
	if m.Kind != "hint" || m.Text != "Hello Ada <b>: "+l.Link+"\n" || !strings.HasPrefix(m.Subject, "A hint & long") || !strings.HasSuffix(m.Subject, "…") {
		t.Errorf("the mail is %+v", m)
	}
	for _, part := range []string{
		"<p>Hello Ada &lt;b&gt;</p>", `href="https://code.example.org/x?a=1&amp;b=2"`, ">Open &lt;it&gt;</a>",
		">https://code.example.org/x?a=1&amp;b=2</a>", "CodeCraft at code.example.org<", "hint &amp; long",
	} {
		if !strings.Contains(m.HTML, part) {
			t.Errorf("the page has no %s:\n%s", part, m.HTML)
		}
	}
	l.Link = ""
	if m, err = words.Write("hint", l, l); err != nil || strings.Contains(m.HTML, "<a ") {
		t.Errorf("without a link: %v\n%s", err, m.HTML)
	}
	if _, err = words.Write("none", l, l); err == nil {
		t.Error("a mail that has no words was written")
	}
}

func TestBriefIsOneShortLine(t *testing.T) {
	for text, want := range map[string]string{
		" a \n b ":               "a b",
		strings.Repeat("é", 120): strings.Repeat("é", 120),
		strings.Repeat("é", 121): strings.Repeat("é", 119) + "…",
	} {
		if got := mail.Brief(text); got != want {
			t.Errorf("%q is %q in brief", text, got)
		}
	}
}
